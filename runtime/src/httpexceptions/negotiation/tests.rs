use axum::body::to_bytes;
use axum::response::IntoResponse;

use super::super::{HttpFound, HttpNoContent, HttpNotFound};
use super::*;

fn negotiated(mut response: Response, accept: Option<&HeaderValue>) -> Response {
    negotiate(&mut response, accept);
    response
}

/// The content type and the body of an exception for a client that sends this `Accept`.
async fn answer(exception: impl IntoResponse, accept: Option<&'static str>) -> (String, String) {
    let accept = accept.map(HeaderValue::from_static);
    let response = negotiated(exception.into_response(), accept.as_ref());
    let kind = response.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
    let length: usize = response.headers()[CONTENT_LENGTH].to_str().unwrap().parse().unwrap();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(length, body.len());
    (kind, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn json_has_three_members() {
    let (kind, body) = answer(HttpNotFound::new().detail("no \"7\""), Some("application/json")).await;
    assert_eq!(kind, "application/json");
    let read: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        read,
        json!({ "message": "There is nothing at this address.\n\nno \"7\"", "code": "404 Not Found", "title": "Not Found" })
    );
}

#[tokio::test]
async fn html_is_escaped() {
    let exception =
        HttpException::new(http::StatusCode::BAD_REQUEST).title("<i>").explanation("a & b").detail("<script>'\"");
    let (kind, body) = answer(exception, Some("text/html")).await;
    assert_eq!(kind, "text/html; charset=utf-8");
    assert!(body.contains("<title>400 &lt;i&gt;</title>"), "{body}");
    assert!(body.contains("<p>a &amp; b</p>"), "{body}");
    assert!(!body.contains("<script>") && !body.contains("'\""), "{body}");
}

#[tokio::test]
async fn plain_without_a_usable_accept() {
    for accept in [None, Some(""), Some("image/png"), Some("text/plain"), Some("nonsense")] {
        let (kind, body) = answer(HttpNotFound::new(), accept).await;
        assert_eq!(
            (kind.as_str(), body.as_str()),
            (PLAIN, "404 Not Found\n\nThere is nothing at this address.\n"),
            "{accept:?}"
        );
    }
}

#[test]
fn headers_stay_and_caches_are_told() {
    let response = negotiated(HttpFound::new("/there").into_response(), Some(&HeaderValue::from_static("*/*")));
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "/there");
    assert_eq!(response.headers()[VARY], "accept");
}

#[tokio::test]
async fn what_is_not_the_exceptions_body_stays() {
    let html = HeaderValue::from_static("text/html");
    let ordinary = negotiated("hello".into_response(), Some(&html));
    assert_eq!(to_bytes(ordinary.into_body(), 9).await.unwrap(), "hello");

    let mut replaced = HttpNotFound::new().into_response();
    replaced.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("image/png"));
    *replaced.body_mut() = Body::from("png");
    let replaced = negotiated(replaced, Some(&html));
    assert_eq!(to_bytes(replaced.into_body(), 9).await.unwrap(), "png");

    let empty = negotiated(HttpNoContent::new().into_response(), Some(&html));
    assert!(to_bytes(empty.into_body(), 9).await.unwrap().is_empty());
}
