//! Applications that take too long, and clients that do not read.

use std::time::Duration;

use pyramidion::axum;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, in_time, log};
use tokio::io::AsyncReadExt as _;
use tokio::sync::watch;

use super::{Client, start};

#[tokio::test]
async fn an_application_has_its_time_to_answer() {
    log::capture();
    let (server, _) = start([("request_timeout", "40ms")]).await;
    let answer = http::get(server.address(), "/wait?private=7").await;
    assert_eq!((answer.status, answer.body.as_str()), (503, "the answer took too long\nhelp: try again later\n"));
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let lines = log::lines_with("GET /wait was not answered in 40ms, and was given up");
    assert!(lines.len() == 1 && !lines[0].contains("private"), "{lines:?}");
}

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

#[tokio::test]
async fn websockets_have_all_the_time() {
    let short = ["request_timeout", "header_read_timeout", "keep_alive_timeout", "body_read_timeout"];
    let server = TestServer::start(|config| {
        short
            .into_iter()
            .fold(config.add_view(echo {}), |config, name| config.add_setting(format!("server.{name}"), "50ms"))
    })
    .await;
    let mut client = server.websocket("/echo").await.unwrap();
    let start = std::time::Instant::now();
    while start.elapsed() < Duration::from_millis(200) {
        client.send("still there").await.unwrap();
        assert_eq!(client.recv().await, Some("still there".into()));
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    client.send("after a pause").await.unwrap();
    assert_eq!(client.recv().await, Some("after a pause".into()));
}

/// Tells when it is dropped.
struct Held(watch::Sender<bool>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

/// More than any socket buffers.
#[view(path = "/endless")]
async fn endless(dropped: State<watch::Sender<bool>>) -> axum::body::Body {
    let held = Held(watch::Sender::clone(&dropped));
    let chunks = futures_util::stream::repeat_with(move || {
        let _held = &held;
        Ok::<_, std::convert::Infallible>(Bytes::from_static(&[b'x'; 65_536]))
    });
    axum::body::Body::from_stream(chunks)
}

#[tokio::test]
async fn a_client_that_does_not_read_is_left() {
    let dropped = watch::Sender::new(false);
    let server = TestServer::start(|config| {
        config.add_state(dropped.clone()).add_view(endless {}).add_setting("server.write_timeout", "50ms")
    })
    .await;
    let mut client = Client::connect(server.address()).await;
    client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    client.read_until("\r\n\r\n").await;
    in_time("the server leaves", dropped.subscribe().wait_for(|dropped| *dropped)).await.unwrap();
    let read = in_time("the reset", client.0.read_to_end(&mut Vec::new())).await;
    assert_eq!(read.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset, "the system keeps nothing for it");
}
