//! The opening handshake over HTTP.

use http::{
    HeaderMap, HeaderValue,
    header::{ORIGIN, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_VERSION},
};

use super::*;
use crate::testing::websocket::{ConnectError, connect_in_memory};

/// The response's head to a request that is sent as it stands.
async fn head(router: Router, request: &str) -> String {
    let mut stream = serve_in_memory(router);
    stream.write_all(request.replace('\n', "\r\n").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.windows(4).any(|window| window == b"\r\n\r\n") {
        assert_ne!(stream.read_buf(&mut answer).await.unwrap(), 0, "the head is whole");
    }
    String::from_utf8_lossy(&answer).to_lowercase()
}

#[tokio::test]
async fn the_example_of_the_rfc_is_answered_as_there() {
    let request = "GET /ws HTTP/1.1\nHost: server.example.com\nUpgrade: websocket\nConnection: Upgrade\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nOrigin: http://example.com\nSec-WebSocket-Version: 13\n\n";
    let options = WebsocketOptions { origins: Some(&["http://example.com"]), ..Default::default() };
    let head = head(mount(options, echo), request).await;
    assert!(head.starts_with("http/1.1 101 switching protocols\r\n"), "{head}");
    for line in ["upgrade: websocket", "connection: upgrade", "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="] {
        assert!(head.contains(&format!("\r\n{line}\r\n")), "{line} in {head}");
    }
    assert!(!head.contains("sec-websocket-protocol"), "{head}");
}

#[tokio::test]
async fn a_plain_request_is_told_what_is_missing() {
    let head = head(view(echo), "GET /ws HTTP/1.1\nHost: a\nConnection: close\n\n").await;
    assert!(head.starts_with("http/1.1 400 bad request\r\n"), "{head}");
    assert!(head.contains("bad websocket handshake: the header `upgrade: websocket` is missing"), "{head}");
}

#[tokio::test]
async fn a_page_of_another_site_is_refused() {
    let from = |origin| HeaderMap::from_iter([(ORIGIN, HeaderValue::from_static(origin))]);
    let any = mount(WebsocketOptions { origins: Some(&["*"]), ..Default::default() }, echo);
    connect_in_memory(view(echo), "/ws", HeaderMap::new()).await.unwrap();
    connect_in_memory(view(echo), "/ws", from("http://localhost")).await.unwrap();
    connect_in_memory(any, "/ws", from("https://evil.org")).await.unwrap();
    let (logs, _guard) = Logs::capture();
    for origin in ["https://evil.org", "http://localhost:8080", "null"] {
        let error = connect_in_memory(view(echo), "/ws", from(origin)).await.unwrap_err();
        assert_eq!(error.response().unwrap().status(), 403, "{origin}");
        assert!(logs.text().contains("test_view") && logs.text().contains(origin), "{}", logs.text());
    }
}

#[tokio::test]
async fn compression_is_declined_by_not_mentioning_it() {
    let offer = HeaderValue::from_static("permessage-deflate; client_max_window_bits");
    let headers = HeaderMap::from_iter([(SEC_WEBSOCKET_EXTENSIONS, offer)]);
    let mut client = connect_in_memory(view(echo), "/ws", headers).await.unwrap();
    assert!(!client.headers().contains_key(SEC_WEBSOCKET_EXTENSIONS));
    client.send("plain").await.unwrap();
    assert_eq!(client.recv().await, Some("plain".into()));
}

#[tokio::test]
async fn a_refusal_reaches_the_client_as_a_value() {
    let headers = HeaderMap::from_iter([(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("8"))]);
    let error = connect_in_memory(view(echo), "/ws", headers).await.unwrap_err();
    let response = error.response().unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()[SEC_WEBSOCKET_VERSION]),
        (426, &HeaderValue::from_static("13"))
    );
    assert!(error.to_string().contains("must be 13"), "{error}");

    let error = connect_in_memory(view(echo), "/nowhere", HeaderMap::new()).await.unwrap_err();
    assert_eq!(error.response().unwrap().status(), 404);
}

#[tokio::test]
async fn an_address_that_is_no_websocket_is_explained() {
    for url in ["http://127.0.0.1:1/ws", "/ws", "ws://"] {
        let error = WebsocketClient::connect(url).await.unwrap_err();
        assert!(matches!(error, ConnectError::Url(_)), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_forges_its_answer_is_refused() {
    let forged = [("connection", "upgrade"), ("upgrade", "websocket"), ("sec-websocket-accept", "AAAA")];
    let router = Router::new().route("/ws", any((http::StatusCode::SWITCHING_PROTOCOLS, forged)));
    let error = WebsocketClient::request("/ws").unwrap().in_memory(router).await.unwrap_err();
    assert!(matches!(error, ConnectError::WrongAccept), "{error}");
}

#[tokio::test]
async fn the_servers_favourite_subprotocol_is_chosen() {
    let router = view(async |mut ws: Websocket| {
        let name = ws.subprotocol().unwrap_or("none").to_owned();
        ws.send(name).await
    });
    for (offers, chosen) in [(&["v1", "v2"][..], Some("v2")), (&["v1"], Some("v1")), (&["v3"], None), (&[], None)] {
        let request = WebsocketClient::request("/ws").unwrap();
        let request = offers.iter().fold(request, |request, name| request.subprotocol(name));
        let mut client = request.in_memory(router.clone()).await.unwrap();
        assert_eq!(client.subprotocol(), chosen);
        assert_eq!(client.recv().await, Some(chosen.unwrap_or("none").into()));
    }
}
