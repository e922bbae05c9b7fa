//! One async function around the plain text.

use axum::Router;
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::get;
use pyramidion::prelude::*;

use super::neighbours;
use super::text::text;
use super::{Case, Headers, Through};

pub(super) const ASYNC: Case = Case {
    name: "tween",
    title: "plain text under an async tween / under `middleware::from_fn`",
    target: "/text",
    headers: Headers::Usual,
    through: Through::Call,
    pyramidion: || neighbours::application(|config| config.add_view(text {}).add_tween(pass_on {})),
    axum: handler,
    limit: None,
    renders: false,
    is_watched: true,
};

#[tween]
async fn pass_on(request: Request, next: Next) -> Response {
    next.call(request).await
}

fn handler() -> Router {
    async fn pass_on(request: axum::extract::Request, next: axum::middleware::Next) -> Response {
        next.run(request).await
    }
    neighbours::router().route("/text", get(text)).layer(from_fn(pass_on))
}
