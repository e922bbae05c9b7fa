//! Pyramid's request as an argument.

use pyramidion::axum::extract::DefaultBodyLimit;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, in_time};
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

#[derive(Deserialize)]
struct Point {
    x: i32,
    y: i32,
}

#[view(path = "/params/{id}")]
async fn params(request: Request) -> Result<String, HttpException> {
    let params = request.params()?;
    let all: Vec<_> = params.get_all("a").collect();
    Ok(format!("{} {} {:?} {}", params.get("a").unwrap_or("-"), params.get("b").unwrap_or("-"), all, matched(&request)))
}

/// The body is there before the view starts, and holds no thread while it comes.
#[view(path = "/blocking/{id}")]
fn blocking(request: &Request) -> Result<String, HttpException> {
    Ok(format!("{} {}", request.params()?.get("a").unwrap_or("-"), matched(request)))
}

#[view(path = "/borrowed/{id}")]
async fn borrowed(id: u32, request: &Request) -> String {
    tokio::task::yield_now().await;
    format!("{id} {} {}", matched(request), request.body().map_or(0, Bytes::len))
}

#[view(path = "/json")]
async fn json(request: &Request) -> Result<String, HttpException> {
    let point: Point = request.json()?;
    Ok(format!("{} {}", point.x, point.y))
}

#[view(path = "/about")]
async fn about(request: &Request) -> String {
    let cookie = request.cookies().get("theme").map_or("-", |cookie| cookie.value());
    let agent = request.header("user-agent").unwrap_or("-");
    format!("{} {} {} {cookie} {agent}", request.method(), request.path(), request.url())
}

#[view(path = "/upload")]
async fn upload(request: &Request) -> Result<String, HttpException> {
    let files = request.uploads()?.iter().map(|file| format!("{}={}", file.name, file.bytes.len()));
    let files: Vec<_> = files.collect();
    Ok(format!("{} {}", request.params()?.get("title").unwrap_or("-"), files.join(",")))
}

fn matched(request: &Request) -> &str {
    request.matchdict().get("id").unwrap_or("-")
}

fn app(config: Configurator) -> Configurator {
    let config = config.add_view(params {}).add_view(blocking {}).add_view(borrowed {}).add_view(json {});
    config.add_view(about {}).add_view(upload {})
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn params_are_the_query_then_the_form() {
    let server = TestServer::start(app).await;
    let answer = http::post(server.address(), "/params/7?a=1&a=2", FORM, "a=3&b=4").await;
    assert_eq!(answer.body, r#"2 4 ["1", "2", "3"] 7"#);
    let answer = http::post(server.address(), "/blocking/x%20y", FORM, "a=3").await;
    assert_eq!(answer.body, "3 x y");
}

#[tokio::test]
async fn a_request_is_lent_as_well() {
    let server = TestServer::start(app).await;
    assert_eq!(http::post(server.address(), "/borrowed/7", FORM, "12345").await.body, "7 7 5");
}

#[tokio::test]
async fn json_is_checked() {
    let server = TestServer::start(app).await;
    let address = server.address();
    assert_eq!(http::post(address, "/json", "application/json", r#"{"x":1,"y":-2}"#).await.body, "1 -2");
    for (content_type, body, status) in [
        ("text/plain", r#"{"x":1,"y":2}"#, 415),
        ("application/json", "{", 400),
        ("application/json", r#"{"x":1,"y":"two"}"#, 422),
    ] {
        assert_eq!(http::post(address, "/json", content_type, body).await.status, status, "{body}");
    }
}

#[tokio::test]
async fn head_and_cookies() {
    let server = TestServer::start(app).await;
    let headers = "Cookie: a=b; theme=dark\r\nUser-Agent: test\r\n";
    let answer = http::send(server.address(), "GET", "/about?x=y", headers, "").await;
    assert_eq!(answer.body, "GET /about http://localhost/about?x=y dark test");
}

#[tokio::test]
async fn a_multipart_form_has_fields_and_files() {
    let server = TestServer::start(app).await;
    let body = "--X\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nholiday\r\n\
                --X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"sea.png\"\r\n\r\n12345\r\n--X--\r\n";
    let answer = http::post(server.address(), "/upload", "multipart/form-data; boundary=X", body).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "holiday photo=5"));
}

#[tokio::test]
async fn parameters_that_are_not_utf8_are_a_bad_request() {
    let server = TestServer::start(app).await;
    assert_eq!(http::get(server.address(), "/params/7?a=%FF").await.status, 400);
    assert_eq!(http::post(server.address(), "/params/7", FORM, "a=%FF").await.status, 400);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_also_when_it_comes_in_chunks() {
    let limited = |config| app(config).add_layer(DefaultBodyLimit::max(1_000));
    let server = TestServer::start(limited).await;
    for target in ["/borrowed/7", "/blocking/7"] {
        let fits = http::post(server.address(), target, FORM, &"a".repeat(1_000)).await;
        assert_eq!(fits.status, 200, "{target}");
        let whole = http::post(server.address(), target, FORM, &"a".repeat(1_001)).await;
        assert_eq!(whole.status, 413, "{target}");
        let chunks = format!("1f4\r\n{}\r\n", "a".repeat(500)).repeat(3);
        let head = format!(
            "POST {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {FORM}\r\nTransfer-Encoding: chunked"
        );
        let chunked = http::raw(server.address(), format!("{head}\r\n\r\n{chunks}0\r\n\r\n").as_bytes()).await;
        assert_eq!(chunked.status, 413, "{target}");
    }
}

#[tokio::test]
async fn the_limit_is_two_megabytes_unless_somebody_says_otherwise() {
    let server = TestServer::start(app).await;
    let answer = http::post(server.address(), "/borrowed/7", "text/plain", &"a".repeat(2 * 1024 * 1024)).await;
    assert_eq!(answer.body, "7 7 2097152");
    let answer = http::post(server.address(), "/borrowed/7", "text/plain", &"a".repeat(2 * 1024 * 1024 + 1)).await;
    assert_eq!(answer.status, 413);
}

#[view(path = "/begin")]
fn begin(begun: State<watch::Sender<bool>>, request: &Request) -> String {
    begun.send_replace(true);
    request.text().unwrap_or_default().to_owned()
}

/// A client that is slow to send holds no thread.
#[tokio::test]
async fn a_blocking_view_begins_when_its_body_is_there() {
    let begun = watch::Sender::new(false);
    let state = begun.clone();
    let server = TestServer::start(|config| app(config).add_state(state).add_view(begin {})).await;
    let mut slow = TcpStream::connect(server.address()).await.unwrap();
    let head = "POST /begin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 10\r\n\r\nfirst";
    slow.write_all(head.as_bytes()).await.unwrap();
    assert_eq!(http::get(server.address(), "/blocking/7?a=b").await.body, "b 7");
    assert!(!*begun.borrow());
    slow.write_all(b" last").await.unwrap();
    let mut answer = String::new();
    in_time("the response", slow.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.ends_with("first last"), "{answer}");
    assert!(*begun.borrow());
}
