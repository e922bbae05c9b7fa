//! What a view fails with: an answer to the client, the cause into the log, and the server goes on.

use std::fmt;

use pyramidion::axum::extract::FromRequestParts;
use pyramidion::axum::http::request::Parts;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, log};

/// A standard error, and the error that caused it.
#[derive(Debug)]
struct NoBooks(std::num::ParseIntError);

impl fmt::Display for NoBooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the shelf is empty")
    }
}

impl std::error::Error for NoBooks {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// An error that says itself what the client is to see.
struct OutOfTea;

impl IntoResponse for OutOfTea {
    fn into_response(self) -> Response {
        (StatusCode::IM_A_TEAPOT, "only coffee").into_response()
    }
}

#[view(path = "/books")]
async fn books() -> Result<&'static str, NoBooks> {
    "many".parse::<u8>().map(|_| "books").map_err(NoBooks)
}

#[view(path = "/boxed")]
fn boxed() -> Result<&'static str, Box<dyn std::error::Error + Send + Sync>> {
    Err("the box is empty".into())
}

#[view(path = "/tea")]
async fn tea() -> Result<&'static str, OutOfTea> {
    Err(OutOfTea)
}

#[view(path = "/missing")]
async fn missing() -> Result<&'static str, HttpException> {
    Err(HttpNotFound::new().detail("no <b>such</b> thing").into())
}

#[view(path = "/moved")]
fn moved() -> HttpFound {
    HttpFound::new("/elsewhere")
}

#[view(path = "/panic/async")]
async fn panic_async() -> StatusCode {
    tokio::task::yield_now().await;
    panic!("async view on purpose")
}

#[view(path = "/panic/sync")]
fn panic_sync() -> StatusCode {
    panic!("plain view on purpose")
}

#[view(path = "/panic/inline", mapper = inline)]
fn panic_inline() -> StatusCode {
    panic!("inline view on purpose")
}

#[view(path = "/panic/extractor")]
async fn panic_extractor(_: Fragile) -> StatusCode {
    StatusCode::OK
}

#[view(path = "/panic/extractor/sync")]
fn panic_extractor_sync(_: Fragile) -> StatusCode {
    StatusCode::OK
}

struct Fragile;

impl<S: Send + Sync> FromRequestParts<S> for Fragile {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        panic!("extractor of {} on purpose", parts.uri.path())
    }
}

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

async fn serve() -> TestServer {
    log::capture();
    let configure = |config: Configurator| {
        let config = config.add_view(books {}).add_view(boxed {}).add_view(tea {}).add_view(missing {});
        let config = config.add_view(moved {}).add_view(panic_async {}).add_view(panic_sync {}).add_view(home {});
        config.add_view(panic_inline {}).add_view(panic_extractor {}).add_view(panic_extractor_sync {})
    };
    TestServer::start(configure).await
}

/// A 500 that tells the client nothing, and a line in the log that tells everything.
async fn assert_failed(target: &str, view: &str, cause: &str) {
    let server = serve().await;
    let answer = http::get(server.address(), target).await;
    assert_eq!(answer.status, 500, "{target}");
    assert!(answer.body.starts_with("500 Internal Server Error"), "{}", answer.body);
    assert!(!answer.body.contains(cause) && !answer.head.contains(cause), "{answer:?}");
    let lines = log::lines_with(cause);
    let told = |line: &String| line.contains("ERROR") && line.contains(&format!("views::failures::{view}\""));
    assert!(!lines.is_empty() && lines.iter().all(told), "{target}: {}", log::text());
    assert_eq!(http::get(server.address(), "/").await.body, "home", "the server goes on");
}

#[tokio::test]
async fn a_standard_error_is_logged_with_its_causes() {
    assert_failed("/books", "books", "the shelf is empty: invalid digit found in string").await;
    assert_failed("/boxed", "boxed", "the box is empty").await;
}

#[tokio::test]
async fn a_panic_is_logged_wherever_it_happens() {
    assert_failed("/panic/async", "panic_async", "async view on purpose").await;
    assert_failed("/panic/sync", "panic_sync", "plain view on purpose").await;
    assert_failed("/panic/inline", "panic_inline", "inline view on purpose").await;
    assert_failed("/panic/extractor", "panic_extractor", "extractor of /panic/extractor on purpose").await;
    assert_failed("/panic/extractor/sync", "panic_extractor_sync", "extractor of /panic/extractor/sync on purpose")
        .await;
}

#[tokio::test]
async fn a_panic_leaves_the_connection_open() {
    let server = serve().await;
    let two = "GET /panic/sync HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = http::raw(server.address(), two.as_bytes()).await;
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("HTTP/1.1 200 OK") && answer.body.ends_with("home"), "{}", answer.body);
}

#[tokio::test]
async fn an_error_that_is_a_response_answers_itself() {
    let server = serve().await;
    let answer = http::get(server.address(), "/tea").await;
    assert_eq!((answer.status, answer.body.as_str()), (418, "only coffee"));
}

#[tokio::test]
async fn an_http_exception_is_html_json_or_plain_as_the_client_prefers() {
    let server = serve().await;
    for (accept, content_type, body) in [
        ("", "text/plain; charset=utf-8", "no <b>such</b> thing\n"),
        ("Accept: text/plain\r\n", "text/plain; charset=utf-8", "no <b>such</b> thing\n"),
        ("Accept: text/html, */*;q=0.1\r\n", "text/html; charset=utf-8", "<p>no &lt;b&gt;such&lt;"),
        ("Accept: application/json\r\n", "application/json", "\"code\":\"404 Not Found\""),
    ] {
        let answer = http::send(server.address(), "GET", "/missing", accept, "").await;
        assert_eq!((answer.status, answer.header("content-type")), (404, content_type), "{accept}");
        assert!(answer.body.contains(body), "{accept}{}", answer.body);
        assert_eq!(answer.header("vary").to_lowercase(), "accept");
    }
}

#[tokio::test]
async fn so_is_what_the_runtime_answers_itself() {
    let server = serve().await;
    for (target, status) in [("/nowhere", 404), ("/boxed", 500), ("/panic/sync", 500)] {
        let answer = http::send(server.address(), "GET", target, "Accept: application/json\r\n", "").await;
        assert_eq!((answer.status, answer.header("content-type")), (status, "application/json"), "{target}");
    }
}

#[tokio::test]
async fn a_redirect_says_where_to() {
    let server = serve().await;
    let answer = http::get(server.address(), "/moved").await;
    assert_eq!((answer.status, answer.header("location")), (302, "/elsewhere"));
}
