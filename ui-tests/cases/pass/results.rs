//! Everything that a view may return, by every renderer.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use std::borrow::Cow;

#[derive(Debug)]
struct Failure;

type Result<T, E = Failure> = std::result::Result<T, E>;

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        StatusCode::IM_A_TEAPOT.into_response()
    }
}

impl From<std::num::ParseIntError> for Failure {
    fn from(_: std::num::ParseIntError) -> Self {
        Self
    }
}

#[derive(serde::Serialize, TemplateContext)]
struct Page<'a> {
    title: Cow<'a, str>,
}

#[view(path = "/response")]
async fn response() -> impl IntoResponse {
    (StatusCode::CREATED, "response")
}

#[view(path = "/borrowing")]
async fn borrowing(request: &Request) -> impl IntoResponse {
    request.path().into_owned()
}

#[view(path = "/unit")]
fn unit() -> () {}

#[view(path = "/alias/{number}")]
fn alias(number: String) -> Result<String> {
    let number: u32 = number.parse()?;
    Ok(number.to_string())
}

#[view(path = "/std/{number}")]
async fn standard(number: String) -> std::result::Result<String, std::num::ParseIntError> {
    let number: u32 = number.parse()?;
    Ok(number.to_string())
}

#[view(path = "/boxed", renderer = "json")]
async fn boxed() -> std::result::Result<u32, Box<dyn std::error::Error + Send + Sync>> {
    Ok("7".parse()?)
}

#[view(path = "/exception", renderer = "string")]
async fn exception() -> Result<u32, HttpNotFound> {
    Err(HttpNotFound::new())
}

#[view(path = "/impl", renderer = "json")]
async fn opaque() -> impl serde::Serialize {
    [1, 2]
}

#[view(path = "/impl-in-result", renderer = "home.jinja2")]
async fn opaque_in_a_result() -> Result<impl serde::Serialize> {
    Ok(std::collections::HashMap::from([("title", "opaque")]))
}

#[view(path = "/json", renderer = "json")]
fn json(request: &Request) -> Option<&'static str> {
    (request.method() == Method::GET).then_some("json")
}

#[view(path = "/borrowed", renderer = "json")]
fn borrowed(request: &Request) -> &str {
    request.method().as_str()
}

#[view(path = "/string", renderer = "string")]
fn string() -> u32 {
    7
}

#[view(path = "/template", renderer = "home.jinja2")]
async fn template() -> Page<'static> {
    Page { title: "template".into() }
}

#[view(path = "/lifetime", renderer = "home.jinja2")]
async fn lifetime<'a>(request: &'a Request) -> Page<'a> {
    Page { title: request.path() }
}

#[view(path = "/elided", renderer = "home.jinja2")]
fn elided(request: &Request) -> Page<'_> {
    Page { title: request.path() }
}

#[view(path = "/redirect", renderer = "json")]
async fn redirect() -> Redirect {
    Redirect::to("/")
}

#[view(path = "/never")]
async fn never() -> std::convert::Infallible {
    panic!("nothing is ever returned")
}

#[tokio::test]
async fn each_becomes_a_response() {
    let app = TestApp::new(|config| config.scan(package!(crate::results)));
    let expected = [
        ("/response", 201, "response"),
        ("/borrowing", 200, "/borrowing"),
        ("/unit", 200, ""),
        ("/alias/7", 200, "7"),
        ("/std/7", 200, "7"),
        ("/boxed", 200, "7"),
        ("/impl", 200, "[1,2]"),
        ("/json", 200, "\"json\""),
        ("/borrowed", 200, "\"GET\""),
        ("/string", 200, "7"),
        ("/redirect", 303, ""),
    ];
    for (path, status, text) in expected {
        let response = app.get(path).await;
        assert_eq!((response.status().as_u16(), response.text()), (status, text), "{path}");
    }
    for (path, title) in [("/template", "template"), ("/impl-in-result", "opaque")] {
        assert_eq!(app.get(path).await.text(), format!("<h1>{title}</h1>"), "{path}");
    }
    for path in ["/lifetime", "/elided"] {
        assert!(app.get(path).await.text().contains(&path[1..]), "{path}");
    }
    for (path, status) in [("/alias/x", 418), ("/std/x", 500), ("/exception", 404), ("/never", 500)] {
        assert_eq!(app.get(path).await.status().as_u16(), status, "{path}");
    }
}
