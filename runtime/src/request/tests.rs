use std::io;
use std::task::Poll;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest};
use axum::routing::post;
use futures_util::{FutureExt, stream};
use http::StatusCode;
use http::header::{CONTENT_TYPE, COOKIE, HeaderValue};
use proptest::prelude::*;
use serde::Deserialize;
use tower::ServiceExt;

use super::*;
use crate::httpexceptions::HttpException;

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=xx";

/// A POST whose body has not arrived yet.
fn unread(target: &str, content_type: &str, body: impl Into<Bytes>) -> axum::extract::Request {
    let body: Bytes = body.into();
    let chunks = Body::from_stream(stream::iter([
        Ok::<_, io::Error>(body.slice(..body.len() / 2)),
        Ok(body.slice(body.len() / 2..)),
    ]));
    http::Request::post(target).header(CONTENT_TYPE, content_type).body(chunks).unwrap()
}

fn read(target: &str, content_type: &str, body: impl Into<Bytes>) -> Request {
    let (parts, _) = unread(target, content_type, "").into_parts();
    Request::from_parts(parts, body.into())
}

fn status(error: impl Into<HttpException>) -> u16 {
    error.into().status().as_u16()
}

#[test]
fn a_reference_can_be_held_across_awaits() {
    fn assert_shareable<T: Send + Sync>() {}
    assert_shareable::<Request>();
}

#[test]
fn what_the_head_says() {
    let request = http::Request::get("/caf%C3%A9%2Fx?q=%C3%A9")
        .header("host", "localhost:6543")
        .header("x-odd", HeaderValue::from_bytes(b"\xff").unwrap());
    let request = Request::new(request.header(COOKIE, "a=1; b=2").body(Body::empty()).unwrap());
    assert_eq!(request.path(), "/café/x");
    assert_eq!(request.url(), "http://localhost:6543/caf%C3%A9%2Fx?q=%C3%A9");
    assert_eq!(
        (request.header("Host"), request.header("x-odd"), request.header("x")),
        (Some("localhost:6543"), None, None)
    );
    assert_eq!(request.cookies().get("b").unwrap().value(), "2");
    assert_eq!(request.query().unwrap().get("q"), Some("é"));
    assert_eq!(request.body().unwrap(), "", "an empty body needs no reading");
}

#[test]
fn urls_without_a_host_and_with_one_in_the_target() {
    let url = |target| Request::new(http::Request::get(target).body(Body::empty()).unwrap()).url();
    assert_eq!(url("/a?b"), "/a?b");
    assert_eq!(url("https://example.org/a?b"), "https://example.org/a?b");
    assert_eq!(url("https://example.org"), "https://example.org/");
}

#[test]
fn params_are_the_query_then_the_form() {
    let request = read("/?a=1&a=2;c=5", URLENCODED, "a=3&b=4");
    let params = request.params().unwrap();
    assert_eq!(
        (params.get("a"), params.get("b"), params.get("c"), params.get("d")),
        (Some("2"), Some("4"), Some("5"), None)
    );
    assert_eq!(params.get_all("a").collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(params.iter().map(|(name, _)| name).collect::<String>(), "aacab");
    assert_eq!((params.len(), params.is_empty(), params.contains_key("b")), (5, false, true));
    assert_eq!(request.form().unwrap().get("a"), Some("3"));
}

#[test]
fn parameters_that_are_no_text_are_the_clients_mistake() {
    let request = read("/?a=%FF", URLENCODED, "b=%FF");
    let error = request.params().unwrap_err();
    assert!(error.to_string().starts_with("the query is not UTF-8\nhelp: "), "{error}");
    assert_eq!(status(error), 400);
    assert!(request.form().unwrap_err().to_string().starts_with("the form is not UTF-8"));
}

#[test]
fn multipart_has_fields_and_files() {
    let body = "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
                --xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\n\
                in\r\nside\r\n--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\né\r\n--xx--\r\n";
    let request = read("/?a=0", MULTIPART, body);
    assert_eq!(request.params().unwrap().get_all("a").collect::<Vec<_>>(), ["0", "1", "é"]);
    let [file] = request.uploads().unwrap() else { panic!("one file") };
    let content_type = Some("text/plain".to_owned());
    assert_eq!(*file, Upload { name: "f".into(), filename: "x.txt".into(), content_type, bytes: "in\r\nside".into() });
}

#[test]
fn multipart_that_is_none_is_the_clients_mistake() {
    let named = "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
    let nameless = "--xx\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xx--\r\n";
    for (content_type, body, says) in [
        ("multipart/form-data", named, "boundary"),
        (MULTIPART, "", "incomplete multipart stream"),
        (MULTIPART, named, "incomplete"),
        (MULTIPART, nameless, "part 1 has no name"),
    ] {
        let error = read("/", content_type, body).form().unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(status(error), 400);
    }
    let latin = [named.as_bytes(), b"\xe9\r\n--xx--\r\n"].concat();
    assert!(matches!(read("/", MULTIPART, latin).form(), Err(ParamsError::NotUtf8 { part: "form" })));
}

#[tokio::test]
async fn a_body_must_be_read_first() {
    let mut request = Request::new(unread("/", URLENCODED, "a=1"));
    assert_eq!(request.body(), None);
    let error = request.params().unwrap_err();
    assert!(error.to_string().ends_with("help: call `request.read_body().await?` first"), "{error}");
    assert_eq!(status(error), 500);

    assert_eq!(request.read_body().await.unwrap(), "a=1");
    assert_eq!(request.read_body().await.unwrap(), "a=1", "twice is the same");
    assert_eq!(request.params().unwrap().get("a"), Some("1"), "the earlier failure does not stick");
    assert_eq!(request.text().unwrap(), "a=1");
}

#[tokio::test]
async fn a_request_without_a_form_has_params_before_its_body_is_read() {
    let request = Request::new(unread("/?a=1", "application/json", "{}"));
    assert_eq!(request.params().unwrap().get("a"), Some("1"));
}

#[test]
fn json_is_checked() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Point {
        x: i32,
    }
    let json = |content_type, body: &'static str| read("/", content_type, body).json::<Point>().map_err(status);
    assert_eq!(json("application/json; charset=utf-8", r#"{"x": 1}"#), Ok(Point { x: 1 }));
    assert_eq!(json("application/problem+JSON", r#"{"x": 1}"#), Ok(Point { x: 1 }));
    assert_eq!(json("text/plain", r#"{"x": 1}"#), Err(415));
    assert_eq!(json("application/json", r#"{"x": "#), Err(400));
    assert_eq!(json("application/json", "nope"), Err(400));
    assert_eq!(json("application/json", r#"{"y": 1}"#), Err(422));
    let unread = Request::new(unread("/", "application/json", "{}"));
    assert_eq!(unread.json::<Point>().map_err(status), Err(500));
}

#[tokio::test]
async fn the_limit_in_force_is_honoured_and_the_extensions_stay() {
    async fn length(mut request: axum::extract::Request) -> Result<String, BodyError> {
        request.extensions_mut().insert("left by a tween");
        let mut request = Request::new(request);
        let length = request.read_body().await?.len();
        assert_eq!(request.extensions().get::<&str>(), Some(&"left by a tween"));
        Ok(length.to_string())
    }
    let answer = async |limit: Option<DefaultBodyLimit>, length_sent: usize| {
        let mut app = axum::Router::new().route("/", post(length));
        if let Some(limit) = limit {
            app = app.layer(limit);
        }
        app.oneshot(unread("/", "text/plain", vec![b'x'; length_sent])).await.unwrap().status()
    };
    const TWO_MIB: usize = 2 << 20;
    assert_eq!(answer(Some(DefaultBodyLimit::max(9)), 9).await, StatusCode::OK);
    assert_eq!(answer(Some(DefaultBodyLimit::max(9)), 10).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer(None, TWO_MIB).await, StatusCode::OK);
    assert_eq!(answer(None, TWO_MIB + 1).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer(Some(DefaultBodyLimit::disable()), TWO_MIB + 1).await, StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_lost_and_says_so() {
    let broken = Body::from_stream(stream::iter([Ok(Bytes::from("a")), Err(io::Error::other("reset"))]));
    let mut request = Request::new(axum::extract::Request::new(broken));
    let error = request.read_body().await.unwrap_err();
    assert!(matches!(&error, BodyError::Interrupted(_)) && error.to_string().contains("reset"), "{error}");
    assert_eq!(status(error), 400);
    assert!(matches!(request.read_body().await, Err(BodyError::Lost)));
    assert!(axum::body::to_bytes(request.into_http().into_body(), 9).await.is_err(), "not taken for an empty body");
}

#[tokio::test]
async fn a_reading_that_is_given_up_loses_the_body() {
    let pending = Body::from_stream(stream::poll_fn(|_| Poll::<Option<io::Result<Bytes>>>::Pending));
    let mut request = Request::new(axum::extract::Request::new(pending));
    assert!(request.read_body().now_or_never().is_none());
    assert!(matches!(request.text(), Err(BodyError::Lost)));
}

#[tokio::test]
async fn the_next_handler_gets_the_body_read_or_not() {
    let mut request = Request::new(unread("/x", "text/plain", "hello"));
    request.read_body().await.unwrap();
    request.extensions_mut().insert(7_u8);
    let next = Request::new(unread("/x", "text/plain", "hello")).into_http();
    for (request, left) in [(request.into_http(), Some(&7_u8)), (next, None)] {
        assert_eq!((request.uri().path(), request.extensions().get::<u8>()), ("/x", left));
        assert_eq!(axum::body::to_bytes(request.into_body(), 9).await.unwrap(), "hello");
    }
}

#[tokio::test]
async fn buffered_or_answered() {
    let request = Request::from_request_buffered(unread("/", "text/plain", "hello")).await.unwrap();
    assert_eq!(request.text().unwrap(), "hello");
    let large = unread("/", "text/plain", vec![b'x'; 3 << 20]);
    assert_eq!(Request::from_request_buffered(large).await.unwrap_err().status(), 413);
}

#[tokio::test]
async fn the_params_extractor_reads_query_and_form() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Wait {
        seconds: u32,
        #[serde(default)]
        tag: Vec<String>,
    }
    let extract = async |request| Params::<Wait>::from_request(request, &()).await.map(|Params(wait)| wait);
    let wait = |seconds, tag: &[&str]| Wait { seconds, tag: tag.iter().map(ToString::to_string).collect() };

    assert_eq!(extract(unread("/?seconds=1&tag=a&tag=b", "text/plain", "tag=c")).await.unwrap(), wait(1, &["a", "b"]));
    assert_eq!(extract(unread("/?tag=a", URLENCODED, "seconds=2&tag=b")).await.unwrap(), wait(2, &["a", "b"]));

    let response = extract(unread("/?seconds=soon", "text/plain", "")).await.unwrap_err().into_response();
    assert_eq!(response.status(), 400);
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = str::from_utf8(&body).unwrap();
    assert!(text.contains("the parameter `seconds`: invalid value: string \"soon\", expected u32"), "{text}");

    assert_eq!(status(extract(unread("/?seconds=%FF", "text/plain", "")).await.unwrap_err()), 400);
    let large = unread("/", URLENCODED, vec![b'x'; 3 << 20]);
    assert_eq!(status(extract(large).await.unwrap_err()), 413);
}

const MULTIPART_PIECES: &[&[u8]] = &[
    b"--xx",
    b"--",
    b"\r\n",
    b"\r\n--xx\r\n",
    b"Content-Disposition: form-data; name=\"a\"",
    b"; filename=\"b",
    b"Content-Type: text/plain",
    b"\xff\"\\",
];

proptest! {
    #[test]
    fn any_multipart_is_parsed_or_refused(
        pieces in proptest::collection::vec(proptest::sample::select(MULTIPART_PIECES), 0..24),
    ) {
        match read("/", MULTIPART, pieces.concat()).form() {
            Ok(_) | Err(ParamsError::Multipart { .. } | ParamsError::NotUtf8 { .. }) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn any_query_is_read_as_a_type_or_refused(query in "[a-c=&;+%0-9F]{0,32}") {
        let request = read(&format!("/?{query}"), "text/plain", "");
        if let Ok(params) = request.params() {
            let _ = params.deserialize::<std::collections::BTreeMap<String, Vec<Option<u8>>>>();
        }
    }
}
