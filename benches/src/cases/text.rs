//! A plain text.

use axum::Router;
use axum::routing::get;
use pyramidion::prelude::*;
use pyramidion::watchdog::Watchdog;

use super::neighbours;
use super::{Case, Headers, PROMISE, Through};

pub(super) const COROUTINE: Case = Case {
    name: "text",
    title: "coroutine: plain text",
    target: "/text",
    headers: Headers::Usual,
    through: Through::Call,
    pyramidion: || neighbours::application(|config| config.add_view(text {})),
    axum: handler,
    limit: PROMISE,
    renders: false,
    is_watched: true,
};

pub(super) const UNWATCHED: Case = Case {
    name: "text-unwatched",
    title: "coroutine: plain text, watchdog off",
    pyramidion: || neighbours::application(|config| config.add_view(text {}).set_watchdog(Watchdog::off())),
    is_watched: false,
    ..COROUTINE
};

pub(super) const COROUTINE_WITHOUT_HEADERS: Case = Case {
    name: "text-without-headers",
    title: "coroutine: plain text, request without headers",
    headers: Headers::None,
    ..COROUTINE
};

pub(super) const THROUGH_A_CONNECTION: Case = Case {
    name: "text-connection",
    title: "coroutine: plain text, with hyper and a connection",
    through: Through::Connection,
    limit: None,
    ..COROUTINE
};

pub(super) const INLINE: Case = Case {
    name: "text-inline",
    title: "inline: plain text",
    pyramidion: || neighbours::application(|config| config.add_view(text_inline {})),
    ..COROUTINE
};

#[view(path = "/text")]
pub(super) async fn text() -> &'static str {
    "hello, world"
}

#[view(path = "/text", mapper = inline)]
fn text_inline() -> &'static str {
    "hello, world"
}

/// A view stays a function, so it can be axum's handler as well.
fn handler() -> Router {
    neighbours::router().route("/text", get(text))
}
