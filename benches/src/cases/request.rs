//! Pyramid's request, asked for one parameter.

use std::collections::HashMap;

use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use pyramidion::prelude::*;

use super::neighbours;
use super::{Case, Headers, Through};

pub(super) const ARGUMENT: Case = Case {
    name: "request",
    title: "`Request`, one of its params / `Query<HashMap>`",
    target: "/find?q=ada&page=3",
    headers: Headers::Usual,
    through: Through::Call,
    pyramidion: || neighbours::application(|config| config.add_view(find {})),
    axum: handler,
    limit: None,
    renders: false,
    is_watched: true,
};

#[view(path = "/find")]
async fn find(request: Request) -> String {
    request.params().ok().and_then(|params| params.get("q").map(str::to_owned)).unwrap_or_default()
}

fn handler() -> Router {
    async fn find(Query(mut query): Query<HashMap<String, String>>) -> String {
        query.remove("q").unwrap_or_default()
    }
    neighbours::router().route("/find", get(find))
}
