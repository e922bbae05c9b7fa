//! A function that blocks, on a thread that may.

use axum::Router;
use axum::routing::get;
use pyramidion::prelude::*;

use super::neighbours;
use super::{Case, Headers, Through};

pub(super) const EXECUTOR: Case = Case {
    name: "executor",
    title: "`fn` in the executor / `spawn_blocking`",
    target: "/blocking",
    headers: Headers::Usual,
    through: Through::Call,
    pyramidion: || neighbours::application(|config| config.add_view(blocking {})),
    axum: handler,
    limit: None,
    renders: false,
    is_watched: true,
};

#[view(path = "/blocking")]
fn blocking() -> &'static str {
    "hello, world"
}

fn handler() -> Router {
    async fn handler() -> &'static str {
        tokio::task::spawn_blocking(blocking).await.expect("the function does not panic")
    }
    neighbours::router().route("/blocking", get(handler))
}
