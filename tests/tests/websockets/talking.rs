//! Messages of all sizes and kinds, many of them, on many connections.

use pyramidion::prelude::*;
use pyramidion::testing::{TestServer, WebsocketClient};
use pyramidion_tests::in_time;
use tokio::task::JoinSet;

#[websocket_view(path = "/async")]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

#[websocket_view(path = "/sync")]
fn echo_sync(mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv() {
        ws.send(message)?;
    }
    Ok(())
}

#[derive(WebsocketConnectionView)]
#[websocket(path = "/struct")]
struct Echo {
    ws: Websocket,
}

impl WebsocketCallbacks for Echo {
    async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        self.send(message).await
    }
}

#[websocket_view(path = "/bytes", use_bytes)]
async fn as_bytes(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message.is_binary().to_string()).await?;
    }
    Ok(())
}

#[websocket_view(path = "/str", use_str)]
fn as_str(mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv() {
        ws.send(message.as_text().unwrap_or("binary"))?;
    }
    Ok(())
}

const KINDS: [&str; 3] = ["/async", "/sync", "/struct"];

async fn serve() -> TestServer {
    TestServer::start(|config| {
        let config = config.add_view(echo {}).add_view(echo_sync {}).add_view_type::<Echo>();
        config.add_view(as_bytes {}).add_view(as_str {})
    })
    .await
}

async fn assert_echoed(client: &mut WebsocketClient, message: Message) {
    let echo = async {
        client.send(message.clone()).await.unwrap();
        client.recv().await
    };
    let echoed = in_time("an echo", echo).await.unwrap();
    assert!(echoed == message, "{} bytes came back as {}", message.len(), echoed.len());
}

#[tokio::test]
async fn text_and_binary_come_back_as_what_they_are() {
    let server = serve().await;
    for kind in KINDS {
        let mut client = server.websocket(kind).await.unwrap();
        assert_echoed(&mut client, "grüß 🐢".into()).await;
        assert_echoed(&mut client, vec![0, 255, 128].into()).await;
        assert_echoed(&mut client, "".into()).await;
    }
}

#[tokio::test]
async fn a_mebibyte_comes_back() {
    let server = serve().await;
    for kind in KINDS {
        let mut client = server.websocket(kind).await.unwrap();
        assert_echoed(&mut client, "a".repeat(1024 * 1024).into()).await;
        assert_echoed(&mut client, vec![7; 1024 * 1024].into()).await;
    }
}

#[tokio::test]
async fn ten_thousand_messages_come_back_in_order() {
    let server = serve().await;
    for kind in KINDS {
        let mut client = server.websocket(kind).await.unwrap();
        for number in 0..10_000 {
            assert_echoed(&mut client, number.to_string().into()).await;
        }
        client.close(1000, "").await.unwrap();
    }
}

#[tokio::test]
async fn two_hundred_connections_talk_at_once() {
    let server = serve().await;
    let mut clients = Vec::new();
    for number in 0..200 {
        clients.push(server.websocket(KINDS[number % KINDS.len()]).await.unwrap());
    }
    let mut talks = JoinSet::new();
    for (number, mut client) in clients.into_iter().enumerate() {
        talks.spawn(async move {
            for message in 0..20 {
                assert_echoed(&mut client, format!("{number} {message}").into()).await;
            }
        });
    }
    talks.join_all().await;
}

#[tokio::test]
async fn text_becomes_bytes_on_demand() {
    let server = serve().await;
    let mut client = server.websocket("/bytes").await.unwrap();
    client.send("text").await.unwrap();
    assert_eq!(client.recv().await, Some("true".into()));
}

#[tokio::test]
async fn bytes_become_text_on_demand_if_they_are_text() {
    let server = serve().await;
    let mut client = server.websocket("/str").await.unwrap();
    client.send("grüß".as_bytes().to_vec()).await.unwrap();
    assert_eq!(client.recv().await, Some("grüß".into()));
    client.send(vec![255]).await.unwrap();
    assert_eq!(crate::closed(&mut client).await.0, 1007);
}
