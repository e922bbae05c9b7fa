//! How a websocket ends: what the view's outcome means for the client, and for the log.

use std::fmt;

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{in_time, log};
use tokio::sync::mpsc;

use crate::closed;

#[derive(Debug)]
struct OutOfWords;

impl fmt::Display for OutOfWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of words on purpose")
    }
}

impl std::error::Error for OutOfWords {}

#[websocket_view(path = "/return")]
async fn returns(_ws: Websocket) {}

#[websocket_view(path = "/return/sync")]
fn returns_sync(_ws: SyncWebsocket) {}

#[websocket_view(path = "/code")]
async fn chooses(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    ws.close(4001, "come back later").await
}

#[websocket_view(path = "/code/sync")]
fn chooses_sync(mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
    ws.close(4001, "come back later")
}

#[websocket_view(path = "/quiet")]
async fn leaves_quietly(_ws: Websocket) -> Result<(), WebsocketClosed> {
    Err(WebsocketClosed::new())
}

#[websocket_view(path = "/cause")]
async fn gives_a_cause(_ws: Websocket) -> Result<(), WebsocketClosed> {
    Err(WebsocketClosed::because("bad weather on purpose"))
}

#[websocket_view(path = "/error")]
async fn fails(_ws: Websocket) -> Result<(), OutOfWords> {
    Err(OutOfWords)
}

#[websocket_view(path = "/error/sync")]
fn fails_sync(_ws: SyncWebsocket) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    Err("the thread is out of words on purpose".into())
}

#[websocket_view(path = "/panic")]
async fn panics(_ws: Websocket) {
    panic!("async websocket on purpose")
}

#[websocket_view(path = "/panic/sync")]
fn panics_sync(_ws: SyncWebsocket) {
    panic!("plain websocket on purpose")
}

/// Tells the test how its connections ended.
struct Ends {
    sender: mpsc::UnboundedSender<String>,
}

#[websocket_view(path = "/report")]
async fn reports(mut ws: Websocket, ends: State<Ends>) -> Result<(), WebsocketClosed> {
    while ws.recv().await.is_some() {}
    ends.sender
        .send(ws.close_reason().map(ToString::to_string).unwrap_or_default())
        .map_err(WebsocketClosed::because)?;
    ws.send("is anybody there?").await
}

#[websocket_view(path = "/report/sync")]
fn reports_sync(mut ws: SyncWebsocket, ends: State<Ends>) -> Result<(), WebsocketClosed> {
    while ws.recv().is_some() {}
    ends.sender
        .send(ws.close_reason().map(ToString::to_string).unwrap_or_default())
        .map_err(WebsocketClosed::because)?;
    ws.send("is anybody there?")
}

async fn serve() -> (TestServer, mpsc::UnboundedReceiver<String>) {
    log::capture();
    let (sender, ends) = mpsc::unbounded_channel();
    let server = TestServer::start(|config| {
        let config = config.add_state(Ends { sender }).add_view(returns {}).add_view(returns_sync {});
        let config = config.add_view(chooses {}).add_view(chooses_sync {}).add_view(leaves_quietly {});
        let config = config.add_view(gives_a_cause {}).add_view(fails {}).add_view(fails_sync {});
        let config = config.add_view(panics {}).add_view(panics_sync {});
        config.add_view(reports {}).add_view(reports_sync {})
    })
    .await;
    (server, ends)
}

#[tokio::test]
async fn a_view_that_returns_closes_with_1000() {
    let (server, _) = serve().await;
    for target in ["/return", "/return/sync", "/quiet"] {
        let mut client = server.websocket(target).await.unwrap();
        assert_eq!(closed(&mut client).await, (1000, String::new()), "{target}");
    }
    assert_eq!(log::lines_with("leaves_quietly"), [""; 0]);
}

#[tokio::test]
async fn a_view_chooses_code_and_reason() {
    let (server, _) = serve().await;
    for target in ["/code", "/code/sync"] {
        let mut client = server.websocket(target).await.unwrap();
        assert_eq!(closed(&mut client).await, (4001, "come back later".to_owned()), "{target}");
    }
}

#[tokio::test]
async fn a_view_that_fails_closes_with_1011_and_its_cause_is_in_the_log() {
    let (server, _) = serve().await;
    for (target, view, cause) in [
        ("/cause", "gives_a_cause", "bad weather on purpose"),
        ("/error", "fails", ": out of words on purpose"),
        ("/error/sync", "fails_sync", "the thread is out of words on purpose"),
        ("/panic", "panics", "async websocket on purpose"),
        ("/panic/sync", "panics_sync", "plain websocket on purpose"),
    ] {
        let mut client = server.websocket(target).await.unwrap();
        let (code, reason) = closed(&mut client).await;
        assert_eq!(code, 1011, "{target}");
        assert!(!reason.contains("on purpose"), "{reason}");
        let lines = log::lines_with(cause.trim_start_matches(": "));
        let view = format!("websockets::closing::{view}");
        assert!(lines.iter().any(|line| line.contains("ERROR") && line.contains(&view)), "{target}: {}", log::text());
    }
}

#[tokio::test]
async fn a_client_that_closes_is_heard_and_the_view_ends_quietly() {
    let (server, mut ends) = serve().await;
    for target in ["/report", "/report/sync"] {
        let mut client = server.websocket(target).await.unwrap();
        client.close(4002, "enough").await.unwrap();
        assert_eq!(client.close_reason().unwrap().code, 4002);
        assert_eq!(in_time("the view's end", ends.recv()).await.unwrap(), "closed by the client (4002): enough");
    }
    assert_eq!(log::lines_with("websockets::closing::reports"), [""; 0]);
}

#[tokio::test]
async fn a_client_that_vanishes_ends_the_view() {
    let (server, mut ends) = serve().await;
    for target in ["/report", "/report/sync"] {
        drop(server.websocket(target).await.unwrap());
        let end = in_time("the view's end", ends.recv()).await.unwrap();
        assert!(end.starts_with("closed by a broken connection (1006)"), "{end}");
    }
}
