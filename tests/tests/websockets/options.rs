//! What views and settings say about websockets.

use pyramidion::prelude::*;
use pyramidion::testing::websocket::ConnectError;
use pyramidion::testing::{TestServer, WebsocketClient};

use crate::{closed, text};

#[websocket_view(path = "/async", subprotocols = ["v2", "v1"], max_message_size = 10, origins = "https://friend.example")]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    let name = ws.subprotocol().unwrap_or("none").to_owned();
    ws.send(name).await?;
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

#[websocket_view(path = "/sync", subprotocols = ["v2", "v1"], max_message_size = 10, origins = ["https://friend.example"])]
fn echo_sync(mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
    let name = ws.subprotocol().unwrap_or("none").to_owned();
    ws.send(name)?;
    while let Some(message) = ws.recv() {
        ws.send(message)?;
    }
    Ok(())
}

#[derive(WebsocketConnectionView)]
#[websocket(
    path = "/struct",
    subprotocols = ["v2", "v1"],
    max_message_size = 10,
    max_frame_size = 10,
    origins = ["https://friend.example"],
    inbound_queue = 1,
    outbound_queue = 1,
    heartbeat = "off",
    heartbeat_timeout = "1m",
    write_timeout = "1.5s",
    slow_consumer = conflate,
    rate_limit = "1000/s"
)]
struct Echo {
    ws: Websocket,
}

impl WebsocketCallbacks for Echo {
    async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
        let name = self.ws.subprotocol().unwrap_or("none").to_owned();
        self.send(name).await
    }

    async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        self.send(message).await
    }
}

#[websocket_view(path = "/plain")]
async fn plain(mut ws: Websocket) {
    while ws.recv().await.is_some() {}
}

const KINDS: [&str; 3] = ["/async", "/sync", "/struct"];

async fn serve(settings: &[(&str, &str)]) -> TestServer {
    TestServer::start(|config| {
        let config = settings.iter().fold(config, |config, (name, text)| config.add_setting(*name, *text));
        config.add_view(echo {}).add_view(echo_sync {}).add_view_type::<Echo>().add_view(plain {})
    })
    .await
}

async fn connect_from(
    server: &TestServer,
    target: &str,
    origin: &'static str,
) -> Result<WebsocketClient, ConnectError> {
    let request = WebsocketClient::request(&format!("ws://{}{target}", server.address())).unwrap();
    request.header(header::ORIGIN, HeaderValue::from_static(origin)).connect().await
}

#[tokio::test]
async fn the_servers_favourite_subprotocol_is_chosen() {
    let server = serve(&[]).await;
    for target in KINDS {
        let request = WebsocketClient::request(&format!("ws://{}{target}", server.address())).unwrap();
        let mut client = request.subprotocol("v1").subprotocol("v2").connect().await.unwrap();
        assert_eq!(client.subprotocol(), Some("v2"), "{target}");
        assert_eq!(text(&mut client).await, "v2", "{target}");
        let mut client = server.websocket(target).await.unwrap();
        assert_eq!(text(&mut client).await, "none");
    }
}

#[tokio::test]
async fn a_message_over_the_views_limit_closes_with_1009() {
    let server = serve(&[]).await;
    for target in KINDS {
        let mut client = server.websocket(target).await.unwrap();
        assert_eq!(text(&mut client).await, "none");
        client.send("ten bytes!").await.unwrap();
        assert_eq!(text(&mut client).await, "ten bytes!");
        client.send("more than ten").await.unwrap();
        assert_eq!(closed(&mut client).await.0, 1009, "{target}");
    }
}

#[tokio::test]
async fn pages_of_other_sites_are_refused_unless_they_are_friends() {
    let server = serve(&[("websocket.origins", "https://known.example")]).await;
    for target in KINDS {
        connect_from(&server, target, "https://friend.example").await.unwrap();
        for origin in ["https://evil.example", "https://known.example"] {
            let error = connect_from(&server, target, origin).await.unwrap_err();
            assert_eq!(error.response().unwrap().status(), 403, "{target} from {origin}");
        }
    }
    connect_from(&server, "/plain", "https://known.example").await.unwrap();
    let error = connect_from(&server, "/plain", "https://friend.example").await.unwrap_err();
    assert_eq!(error.response().unwrap().status(), 403);
}

#[tokio::test]
async fn settings_hold_where_the_view_says_nothing() {
    let server = serve(&[("websocket.max_message_size", "5"), ("websocket.rate_limit", "2/h")]).await;
    let mut client = server.websocket("/plain").await.unwrap();
    client.send("123456").await.unwrap();
    assert_eq!(closed(&mut client).await.0, 1009);
    let mut client = server.websocket("/plain").await.unwrap();
    for _ in 0..3 {
        // The last one breaks the limit, and may find the connection closed.
        let _ = client.send("1").await;
    }
    assert_eq!(closed(&mut client).await, (1008, "too many messages".to_owned()));
}
