//! What the server answers in the application's place: plain text, of which nothing comes from the client.

use std::time::SystemTime;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, Version, header};

const PLAIN: &str = "text/plain; charset=utf-8";

/// A body over the limit.
pub(super) fn too_large(version: Version) -> Response {
    let text = "the body is larger than the server takes\nhelp: send less\n";
    closing(answer(StatusCode::PAYLOAD_TOO_LARGE, text), version)
}

/// A body that took too long.
pub(super) fn body_timed_out(version: Version) -> Response {
    let text = "the body did not arrive in time\nhelp: send it faster, or in parts\n";
    closing(answer(StatusCode::REQUEST_TIMEOUT, text), version)
}

/// What [`head_timed_out`] says.
pub(super) const HEAD_TIMED_OUT: &str = "the request's head did not arrive in time\nhelp: send it faster\n";

/// A head that took too long: the whole answer as it is sent, for there is no request that hyper would answer.
pub(super) fn head_timed_out() -> String {
    let (length, date) = (HEAD_TIMED_OUT.len(), httpdate::fmt_http_date(SystemTime::now()));
    format!(
        "HTTP/1.1 408 Request Timeout\r\ncontent-type: {PLAIN}\r\ncontent-length: {length}\r\nconnection: close\r\n\
         date: {date}\r\n\r\n{HEAD_TIMED_OUT}"
    )
}

/// An application that took too long.
pub(super) fn timed_out() -> Response {
    answer(StatusCode::SERVICE_UNAVAILABLE, "the answer took too long\nhelp: try again later\n")
}

fn answer(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PLAIN));
    response
}

/// The last response of a connection, unless the application says something of the connection itself: one that becomes a
/// websocket goes on.
pub(super) fn last(response: Response, version: Version) -> Response {
    if response.headers().contains_key(header::CONNECTION) { response } else { closing(response, version) }
}

/// Says that the connection is closed, where a connection is for one request at a time.
fn closing(mut response: Response, version: Version) -> Response {
    if version < Version::HTTP_2 {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
