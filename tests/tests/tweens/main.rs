//! Tweens: what stands around views, in which order, and on which threads.

#![allow(clippy::unwrap_used)]

mod calls;
mod mixed;
mod order;
mod panics;

use pyramidion::prelude::*;

/// Appends `name` to the response's header `x-tweens`, so that the innermost tween stands first.
fn mark(mut response: Response, name: &'static str) -> Response {
    response.headers_mut().append("x-tweens", HeaderValue::from_static(name));
    response
}
