//! Before a websocket is open: arguments that can still refuse the request, and handshakes that are none.

use pyramidion::axum::extract::rejection::QueryRejection;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::http;
use serde::Deserialize;

use crate::text;

#[derive(Deserialize)]
struct Greeting {
    name: String,
}

struct House {
    name: &'static str,
}

/// Arguments of every kind; all are made before the handshake.
#[websocket_view(path = "/rooms/{room}/{*seat}")]
async fn room(
    mut ws: Websocket,
    room: u8,
    seat: String,
    Query(greeting): Query<Greeting>,
    house: State<House>,
    headers: HeaderMap,
) -> Result<(), WebsocketClosed> {
    let host = headers[header::HOST].to_str().unwrap_or_default().starts_with("127.0.0.1:");
    ws.send(format!("{} in room {room} at {seat} of {}, {host}", greeting.name, house.name)).await
}

#[websocket_view(route_name = "blocking")]
fn blocking(room: u8, house: State<House>, mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
    ws.send(format!("room {room} of {}", house.name))
}

#[websocket_view(path = "/borrowed/{room}")]
async fn borrowed(mut ws: Websocket, request: &Request) -> Result<(), WebsocketClosed> {
    let room = request.matchdict().get("room").unwrap_or_default();
    ws.send(format!("{room} {}", request.params().map_err(WebsocketClosed::because)?.get("a").unwrap_or_default()))
        .await
}

#[websocket_view(path = "/optional")]
async fn optional(mut ws: Websocket, query: Result<Query<Greeting>, QueryRejection>) -> Result<(), WebsocketClosed> {
    ws.send(if query.is_ok() { "named" } else { "unnamed" }).await
}

async fn serve() -> TestServer {
    let configure = |config: Configurator| {
        let config = config.add_state(House { name: "ours" }).add_route("blocking", "/blocking/{room}");
        config.add_view(room {}).add_view(blocking {}).add_view(borrowed {}).add_view(optional {})
    };
    TestServer::start(configure).await
}

#[tokio::test]
async fn a_view_takes_arguments_beside_its_websocket() {
    let server = serve().await;
    for (target, expected) in [
        ("/rooms/7/a/1?name=ada", "ada in room 7 at a/1 of ours, true"),
        ("/blocking/8", "room 8 of ours"),
        ("/borrowed/x%20y?a=b", "x y b"),
        ("/optional", "unnamed"),
    ] {
        let mut client = server.websocket(target).await.unwrap();
        assert_eq!(text(&mut client).await, expected);
    }
}

#[tokio::test]
async fn arguments_refuse_before_the_handshake() {
    let server = serve().await;
    for (target, status) in [
        ("/rooms/many/a?name=ada", 404),
        ("/rooms/7/a", 400),
        ("/rooms/7/%FF?name=ada", 400),
        ("/blocking/256", 404),
        ("/nowhere", 404),
    ] {
        let error = server.websocket(target).await.unwrap_err();
        assert_eq!(error.response().unwrap().status(), status, "{target}");
    }
}

#[tokio::test]
async fn what_is_no_handshake_is_told_what_is_missing() {
    let server = serve().await;
    let answer = http::get(server.address(), "/optional").await;
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("bad websocket handshake") && answer.body.contains("help: "), "{}", answer.body);

    let upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let headers = format!("{upgrade}Sec-WebSocket-Version: 8\r\n");
    let request = format!("GET /optional HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    let answer = http::raw(
        server.address(),
        format!("{request}GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes(),
    )
    .await;
    assert_eq!((answer.status, answer.header("sec-websocket-version")), (426, "13"));
}

/// Section 1.3 of RFC 6455 has the key and the answer to it.
#[tokio::test]
async fn the_example_of_the_rfc() {
    let server = serve().await;
    let request = "GET /optional HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    // An empty close frame, masked with zeros, so that the connection ends.
    let answer = http::raw(server.address(), &[request.as_bytes(), &[0x88, 0x80, 0, 0, 0, 0]].concat()).await;
    assert_eq!(answer.status, 101);
    assert_eq!(answer.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assert!(answer.body.contains("unnamed"), "{}", answer.body);
}
