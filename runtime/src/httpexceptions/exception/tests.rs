use axum::body::to_bytes;
use http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE};

use super::super::{HttpFound, HttpMethodNotAllowed, HttpNoContent, HttpNotFound, HttpNotModified, HttpUnauthorized};
use super::*;

async fn text(response: Response) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_response_is_plain_text_and_carries_its_exception() {
    let response = HttpNotFound::new().detail("no page 7").into_response();
    assert_eq!(response.status(), 404);
    assert_eq!(response.headers()[CONTENT_TYPE], "text/plain; charset=utf-8");
    assert_eq!(response.extensions().get::<HttpException>().unwrap().status(), 404);
    let length: usize = response.headers()[CONTENT_LENGTH].to_str().unwrap().parse().unwrap();
    let body = text(response).await;
    assert_eq!(body, "404 Not Found\n\nThere is nothing at this address.\n\nno page 7\n");
    assert_eq!(length, body.len());
}

#[tokio::test]
async fn some_statuses_have_no_body() {
    for response in [HttpNoContent::new().into_response(), HttpNotModified::new().into_response()] {
        assert!(!response.headers().contains_key(CONTENT_TYPE));
        assert!(!response.headers().contains_key(CONTENT_LENGTH));
        assert_eq!(text(response).await, "");
    }
}

#[test]
fn headers_add_up_and_are_kept_through_conversions() {
    let exception = HttpUnauthorized::new()
        .header(SET_COOKIE, HeaderValue::from_static("a=1"))
        .header(SET_COOKIE, HeaderValue::from_static("b=2"));
    let response = HttpException::from(exception).into_response();
    let cookies: Vec<_> = response.headers().get_all(SET_COOKIE).iter().collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
}

#[test]
fn the_body_describes_itself() {
    let lying = HttpMethodNotAllowed::new()
        .header(ALLOW, HeaderValue::from_static("GET"))
        .header(CONTENT_TYPE, HeaderValue::from_static("image/png"));
    let response = lying.into_response();
    assert_eq!(response.headers().get_all(CONTENT_TYPE).iter().collect::<Vec<_>>(), ["text/plain; charset=utf-8"]);
    assert_eq!(response.headers()[ALLOW], "GET");
}

#[test]
fn no_location_breaks_its_header() {
    for (location, sent) in [
        ("/there?a=b&c=%20#d", "/there?a=b&c=%20#d"),
        ("https://[::1]:80/~x", "https://[::1]:80/~x"),
        ("/a\r\nSet-Cookie: x=1", "/a%0D%0ASet-Cookie:%20x=1"),
        ("/\\evil.example", "/%5Cevil.example"),
        ("/café", "/caf%C3%A9"),
    ] {
        let response = HttpFound::new(location).into_response();
        assert_eq!(response.headers()[LOCATION], sent);
        assert_eq!(response.headers().len(), 3, "location, content type and length alone");
    }
}

#[test]
fn it_says_what_happened_this_time() {
    assert_eq!(HttpNotFound::new().to_string(), "404 Not Found: There is nothing at this address.");
    assert_eq!(HttpNotFound::new().detail("no page 7").to_string(), "404 Not Found: no page 7");
    let odd = HttpException::new(StatusCode::from_u16(499).unwrap());
    assert_eq!(odd.to_string(), "499 Unnamed Status");
    assert_eq!(odd.title("Client Gone").explanation("They left.").to_string(), "499 Client Gone: They left.");
}
