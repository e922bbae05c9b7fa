//! Renderers: from a view's value to a response.

use std::collections::BTreeMap;

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, log};
use serde::{Serialize, Serializer};

#[derive(Serialize, TemplateContext)]
struct Book {
    title: &'static str,
    pages: Vec<&'static str>,
}

const BOOK: Book = Book { title: "<Ada> & \"Grace\"", pages: Vec::new() };

#[view(path = "/json", renderer = "json")]
async fn as_json() -> Book {
    Book { pages: vec!["one"], ..BOOK }
}

#[view(path = "/json-number", renderer = "json")]
fn number_as_json() -> u64 {
    42
}

#[view(path = "/json-result/{number}", renderer = "json")]
fn result_as_json(number: i64) -> Result<i64, HttpException> {
    if number < 0 { Err(HttpNotFound::new().detail("there is nothing below zero").into()) } else { Ok(number) }
}

#[view(path = "/response", renderer = "json")]
async fn passes_the_renderer_by() -> Html<&'static str> {
    Html("<p>html")
}

#[view(path = "/string", renderer = "string")]
async fn as_string() -> String {
    "<plain>".to_owned()
}

#[view(path = "/string-number", renderer = "string")]
fn number_as_string() -> u64 {
    42
}

#[view(path = "/book", renderer = "book.jinja2")]
async fn as_template() -> Book {
    Book { pages: vec!["one", "<two>"], ..BOOK }
}

#[view(path = "/book-result/{number}", renderer = "book.jinja2")]
fn result_as_template(number: u8) -> Result<Book, std::num::TryFromIntError> {
    i8::try_from(number).map(|_| BOOK)
}

#[view(path = "/mail", renderer = "mail.txt.jinja2")]
async fn as_text() -> Book {
    BOOK
}

#[view(path = "/feed", renderer = "feed.xml.jinja2")]
async fn as_xml() -> Book {
    BOOK
}

/// Its type tells nobody what it offers, so that what is missing shows only when it is rendered.
#[view(path = "/wrong", renderer = "wrong.jinja2")]
async fn wrong() -> BTreeMap<String, String> {
    BTreeMap::new()
}

struct Unserializable;

impl Serialize for Unserializable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("the soul cannot be serialized"))
    }
}

#[view(path = "/unserializable", renderer = "json")]
async fn unserializable() -> Unserializable {
    Unserializable
}

async fn serve() -> TestServer {
    let configure = |config: Configurator| {
        let config = config.add_view(as_json {}).add_view(number_as_json {}).add_view(result_as_json {});
        let config = config.add_view(passes_the_renderer_by {}).add_view(as_string {}).add_view(number_as_string {});
        let config = config.add_view(as_template {}).add_view(result_as_template {}).add_view(as_text {});
        config.add_view(as_xml {}).add_view(wrong {}).add_view(unserializable {})
    };
    TestServer::start(configure).await
}

async fn assert_rendered(target: &str, content_type: &str, body: &str) {
    let server = serve().await;
    let answer = http::get(server.address(), target).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, content_type), "{target}");
    assert_eq!(answer.body, body, "{target}");
}

#[tokio::test]
async fn json() {
    let book = r#"{"title":"<Ada> & \"Grace\"","pages":["one"]}"#;
    assert_rendered("/json", "application/json", book).await;
    assert_rendered("/json-number", "application/json", "42").await;
    assert_rendered("/json-result/7", "application/json", "7").await;
}

#[tokio::test]
async fn string() {
    assert_rendered("/string", "text/plain; charset=utf-8", "<plain>").await;
    assert_rendered("/string-number", "text/plain; charset=utf-8", "42").await;
}

#[tokio::test]
async fn a_response_passes_the_renderer_by() {
    assert_rendered("/response", "text/html; charset=utf-8", "<p>html").await;
}

#[tokio::test]
async fn a_template_extends_and_includes_others_and_escapes_values() {
    let page = "<title>&lt;Ada&gt; &amp; &quot;Grace&quot;</title>\n<nav>2 pages</nav>\n<p>one</p><p>&lt;two&gt;</p>";
    assert_rendered("/book", "text/html; charset=utf-8", page).await;
}

#[tokio::test]
async fn a_templates_name_says_what_it_makes() {
    assert_rendered("/mail", "text/plain; charset=utf-8", "Dear <Ada> & \"Grace\"!").await;
    assert_rendered("/feed", "application/xml", "<feed>&lt;Ada&gt; &amp; &quot;Grace&quot;</feed>").await;
}

#[tokio::test]
async fn an_error_is_not_rendered() {
    let server = serve().await;
    let answer = http::get(server.address(), "/json-result/-1").await;
    assert_eq!((answer.status, answer.header("content-type")), (404, "text/plain; charset=utf-8"));
    assert!(answer.body.contains("there is nothing below zero"), "{}", answer.body);
    assert_eq!(http::get(server.address(), "/book-result/1").await.status, 200);
    assert_eq!(http::get(server.address(), "/book-result/200").await.status, 500);
}

#[tokio::test]
async fn what_cannot_be_rendered_is_an_error_with_its_cause_in_the_log() {
    log::capture();
    let server = serve().await;
    for (target, cause) in [("/wrong", "undefined value"), ("/unserializable", "the soul cannot be serialized")] {
        let answer = http::get(server.address(), target).await;
        assert_eq!(answer.status, 500, "{target}");
        assert!(!answer.body.contains(cause), "{}", answer.body);
        assert_eq!(log::lines_with(cause).len(), 1, "{}", log::text());
    }
    assert_eq!(log::lines_with("views::renderers::wrong").len(), 1, "{}", log::text());
}
