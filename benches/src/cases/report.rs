//! A path parameter, a query and an answer in JSON.

use axum::extract::{Path, Query};
use axum::routing::get;
use axum::{Json, Router};
use pyramidion::prelude::*;
use serde::{Deserialize, Serialize};

use super::neighbours;
use super::{Case, Headers, PROMISE, Through};

pub(super) const COROUTINE: Case = Case {
    name: "report",
    title: "coroutine: path parameter, query, JSON",
    target: "/reports/2024?page=3&order=name",
    headers: Headers::Usual,
    through: Through::Call,
    pyramidion: || neighbours::application(|config| config.add_view(report {})),
    axum: handler,
    limit: PROMISE,
    renders: true,
    is_watched: true,
};

pub(super) const COROUTINE_WITHOUT_HEADERS: Case = Case {
    name: "report-without-headers",
    title: "coroutine: path parameter, query, JSON, request without headers",
    headers: Headers::None,
    ..COROUTINE
};

pub(super) const THROUGH_A_CONNECTION: Case = Case {
    name: "report-connection",
    title: "coroutine: path parameter, query, JSON, with hyper and a connection",
    through: Through::Connection,
    limit: None,
    ..COROUTINE
};

pub(super) const INLINE: Case = Case {
    name: "report-inline",
    title: "inline: path parameter, query, JSON",
    pyramidion: || neighbours::application(|config| config.add_view(report_inline {})),
    ..COROUTINE
};

#[derive(Deserialize)]
struct Listing {
    page: u32,
    order: String,
}

#[derive(Serialize)]
struct Report {
    year: u32,
    page: u32,
    order: String,
    titles: [&'static str; 3],
}

impl Report {
    fn new(year: u32, Listing { page, order }: Listing) -> Self {
        Self { year, page, order, titles: ["spring", "summer", "autumn"] }
    }
}

#[view(path = "/reports/{year}", renderer = "json")]
async fn report(year: u32, Query(listing): Query<Listing>) -> Report {
    Report::new(year, listing)
}

#[view(path = "/reports/{year}", renderer = "json", mapper = inline)]
fn report_inline(year: u32, Query(listing): Query<Listing>) -> Report {
    Report::new(year, listing)
}

fn handler() -> Router {
    async fn report(Path(year): Path<u32>, Query(listing): Query<Listing>) -> Json<Report> {
        Json(Report::new(year, listing))
    }
    neighbours::router().route("/reports/{year}", get(report))
}
