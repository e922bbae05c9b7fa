//! Tweens that leave their names in the order in which they saw request and response.

use std::sync::{Arc, Mutex, PoisonError};

use pyramidion::prelude::*;
use pyramidion::tween::is_exception;

/// The names of the tweens that a request has come through.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<&'static str>>>);

impl Seen {
    fn add(&self, name: &'static str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(name);
    }

    fn names(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).join(",")
    }
}

async fn pass(name: &'static str, mut request: Request, next: Next) -> Response {
    let seen = request.extensions_mut().get_or_insert_default::<Seen>().clone();
    seen.add(name);
    let mut response = next.call(request).await;
    if is_exception(&response) {
        return response;
    }
    let headers = response.headers_mut();
    let trail = match headers.get("x-tweens-out").and_then(|trail| trail.to_str().ok()) {
        Some(trail) => format!("{trail},{name}"),
        None => name.to_owned(),
    };
    for (header, text) in [("x-tweens-out", trail), ("x-tweens-in", seen.names())] {
        headers.insert(header, HeaderValue::try_from(text).expect("names are visible"));
    }
    response
}

#[tween]
pub(crate) async fn alpha(request: Request, next: Next) -> Response {
    pass("alpha", request, next).await
}

#[tween]
pub(crate) async fn beta(request: Request, next: Next) -> Response {
    pass("beta", request, next).await
}

#[tween(under = alpha, over = MAIN)]
pub(crate) async fn gamma(request: Request, next: Next) -> Response {
    pass("gamma", request, next).await
}

#[tween(over = beta)]
pub(crate) async fn delta(request: Request, next: Next) -> Response {
    pass("delta", request, next).await
}
