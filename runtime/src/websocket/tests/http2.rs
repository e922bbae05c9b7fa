//! Websockets over HTTP/2 (RFC 8441).

use axum::body::Body;
use bytes::Bytes;
use http::{Method, Response, StatusCode};
use http_body_util::Empty;
use hyper::{body::Incoming, ext::Protocol, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tower::ServiceExt as _;

use super::*;
use crate::ViewState;
use crate::config::Configurator;
use crate::view::definition::{View, ViewDefinition};
use crate::view::predicate::Predicate;

/// The answer to an extended CONNECT, and the connection that it came by.
async fn connect(router: Router, protocol: &'static str) -> (Response<Incoming>, impl Sized) {
    let (client, server) = tokio::io::duplex(64 * 1024);
    let service = service_fn(move |request: http::Request<Incoming>| router.clone().oneshot(request.map(Body::new)));
    let mut builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    tokio::spawn(builder.enable_connect_protocol().serve_connection(TokioIo::new(server), service));
    let client = hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(client));
    let (mut sender, connection) = client.await.unwrap();
    tokio::spawn(connection);
    sender.ready().await.unwrap();
    settle().await; // The server's settings say that it knows this kind of CONNECT.
    let request = http::Request::builder()
        .method(Method::CONNECT)
        .uri("https://localhost/ws")
        .extension(Protocol::from_static(protocol))
        .header("sec-websocket-version", "13")
        .header("sec-websocket-protocol", "v1, v2")
        .header("origin", "https://localhost")
        .body(Empty::<Bytes>::new())
        .unwrap();
    (sender.send_request(request).await.unwrap(), sender)
}

#[tokio::test]
async fn a_connect_opens_a_websocket() {
    let (response, _connection) = connect(view(echo), "websocket").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["sec-websocket-protocol"], "v2");
    assert!(!response.headers().contains_key("sec-websocket-accept"));
    let mut stream = TokioIo::new(hyper::upgrade::on(response).await.unwrap());
    stream.write_all(&frame(TEXT, b"hello")).await.unwrap();
    let mut answer = [0; 7];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"\x81\x05hello");
    stream.write_all(&frame(CLOSE, b"")).await.unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert_eq!(rest, [CLOSE, 0]);
}

#[tokio::test]
async fn another_protocol_does_not() {
    let (response, _connection) = connect(view(echo), "connect-udp").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

struct Slotted;
struct Dispatched;

fn definition(path: &'static str) -> ViewDefinition {
    ViewDefinition::at_path("talk", "test", path)
}

fn opening((): (), (): (), handshake: Handshake, _: &ViewState) -> axum::response::Response {
    handshake.respond("test::talk", WebsocketOptions::default(), echo)
}

impl View for Slotted {
    fn definition() -> ViewDefinition {
        definition("/ws").websocket((), (), opening)
    }
}

impl View for Dispatched {
    fn definition() -> ViewDefinition {
        let wants_v1 = Predicate::header(&["sec-websocket-protocol:v1.*"]);
        definition("/ws").predicate(wants_v1).websocket((), (), opening)
    }
}

#[tokio::test]
async fn a_connect_finds_its_view() {
    let slot = Configurator::new().add_view_type::<Slotted>().make_router();
    let dispatcher = Configurator::new().add_view_type::<Dispatched>().make_router();
    for router in [slot, dispatcher] {
        let (response, _connection) = connect(router, "websocket").await;
        assert_eq!(response.status(), StatusCode::OK);
        let mut stream = TokioIo::new(hyper::upgrade::on(response).await.unwrap());
        stream.write_all(&frame(TEXT, b"hello")).await.unwrap();
        let mut answer = [0; 7];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"\x81\x05hello");
    }
}
