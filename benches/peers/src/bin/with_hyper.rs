//! hyper, and nothing above it.

use std::convert::Infallible;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use pyramidion_peers::{GREETING, TEXT, serve};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    serve(|stream| http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer))).await
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(match request.uri().path() {
        "/plaintext" => respond(StatusCode::OK, "text/plain; charset=utf-8", Bytes::from_static(TEXT.as_bytes())),
        "/json" => match serde_json::to_vec(&GREETING) {
            Ok(json) => respond(StatusCode::OK, "application/json", json.into()),
            Err(_) => respond(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", Bytes::new()),
        },
        _ => respond(StatusCode::NOT_FOUND, "text/plain", Bytes::new()),
    })
}

fn respond(status: StatusCode, content_type: &'static str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
