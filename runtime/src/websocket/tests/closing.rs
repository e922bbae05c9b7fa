//! The end of a connection that both sides understand.

use std::error::Error;

use tokio::sync::mpsc;

use super::*;
use crate::websocket::{CloseReason, ClosedBy, codes};

fn reason(by: ClosedBy, code: u16, text: &str) -> CloseReason {
    CloseReason { by, code, text: text.into() }
}

/// How a client sees the connection closed, in memory and over a socket.
async fn assert_closed(router: Router, code: u16, text: &str) {
    for mut client in both_ways(router).await {
        assert_eq!(client.recv().await, None);
        assert_eq!(client.close_reason(), Some(&reason(ClosedBy::Server, code, text)));
    }
}

#[tokio::test]
async fn a_view_that_returns_closes_normally() {
    let (logs, _guard) = Logs::capture();
    assert_closed(view(async |_ws: Websocket| ()), codes::NORMAL, "").await;
    assert_eq!(logs.text(), "");
}

#[tokio::test]
async fn a_view_that_fails_is_logged_and_closes_with_1011() {
    let (logs, _guard) = Logs::capture();
    let router = view(async |_ws: Websocket| Err::<(), _>(WebsocketClosed::because("the disk is full")));
    assert_closed(router, codes::INTERNAL_ERROR, "internal error").await;
    assert!(logs.text().contains("websocket view `test_view` failed"), "{}", logs.text());
    assert!(logs.text().contains("the websocket was given up: the disk is full"), "{}", logs.text());
}

#[tokio::test]
async fn any_error_type_will_do() {
    let router = view(async |_ws: Websocket| -> Result<(), Box<dyn Error + Send + Sync>> {
        "seven".parse::<u32>()?;
        Ok(())
    });
    assert_closed(router, codes::INTERNAL_ERROR, "internal error").await;
}

#[tokio::test]
async fn a_view_that_panics_is_logged_and_closes_with_1011() {
    let (logs, _guard) = Logs::capture();
    let router = view(async |ws: Websocket| {
        if ws.subprotocol().is_none() {
            panic!("a {} of this test", "panic");
        }
    });
    assert_closed(router, codes::INTERNAL_ERROR, "internal error").await;
    assert!(logs.text().contains("websocket view `test_view` panicked"), "{}", logs.text());
    assert!(logs.text().contains("a panic of this test"), "{}", logs.text());
}

#[tokio::test]
async fn a_closed_websocket_ends_the_view_quietly() {
    let (logs, _guard) = Logs::capture();
    let router = view(async |_ws: Websocket| Err::<(), _>(WebsocketClosed::new()));
    assert_closed(router, codes::NORMAL, "").await;
    assert_eq!(logs.text(), "");
}

#[tokio::test]
async fn the_view_chooses_code_and_reason() {
    let router = view(async |mut ws: Websocket| {
        ws.close(4002, "enough").await?;
        assert_eq!(ws.close_reason(), Some(&reason(ClosedBy::Server, 4002, "enough")));
        assert_eq!(ws.recv().await, None);
        assert!(ws.send("too late").await.unwrap_err().cause().is_none());
        ws.close(codes::NORMAL, "closing twice changes nothing").await
    });
    assert_closed(router, 4002, "enough").await;
}

#[tokio::test]
async fn a_close_that_cannot_be_sent_leaves_the_connection_open() {
    let router = view(async |mut ws: Websocket| {
        let code = ws.close(codes::NO_STATUS, "").await.unwrap_err();
        let length = ws.close(codes::NORMAL, &"x".repeat(124)).await.unwrap_err();
        assert_eq!(ws.close_reason(), None);
        ws.send(format!("{} {}", code.cause().unwrap(), length.cause().unwrap())).await
    });
    let mut client = in_memory(router).await;
    let complaints = client.recv().await.unwrap();
    assert!(complaints.as_text().unwrap().contains("the close code 1005 cannot be sent"), "{complaints:?}");
    assert!(complaints.as_text().unwrap().contains("the close reason has 124 bytes"), "{complaints:?}");
}

/// A view that reports why it was closed.
fn reporting() -> (Router, mpsc::UnboundedReceiver<CloseReason>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let router = view(async move |mut ws: Websocket| {
        while ws.recv().await.is_some() {}
        sender.send(ws.close_reason().unwrap().clone()).unwrap();
        assert_eq!(ws.recv().await, None, "closed is closed");
    });
    (router, receiver)
}

#[tokio::test]
async fn the_client_chooses_code_and_reason() {
    let (router, mut reasons) = reporting();
    for mut client in both_ways(router).await {
        client.close(4001, "bye").await.unwrap();
        assert_eq!(client.close_reason(), Some(&reason(ClosedBy::Client, 4001, "bye")));
        assert_eq!(reasons.recv().await, Some(reason(ClosedBy::Client, 4001, "bye")));
    }
}

#[tokio::test]
async fn a_close_frame_is_answered_before_recv_returns() {
    let (sender, mut ended) = mpsc::unbounded_channel::<()>();
    let router = view(async move |mut ws: Websocket| {
        assert_eq!(ws.recv().await, None);
        sender.closed().await; // The view goes on until the test has seen the answer.
    });
    let mut stream = raw(router).await;
    stream.write_all(&frame(CLOSE, &close_payload(4001, "bye"))).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer, [&[CLOSE, 5][..], &close_payload(4001, "bye")].concat());
    ended.close();
}

#[tokio::test]
async fn a_close_frame_without_a_code_is_answered_with_none() {
    let (router, mut reasons) = reporting();
    let mut stream = raw(router).await;
    stream.write_all(&frame(CLOSE, b"")).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer, [CLOSE, 0]);
    assert_eq!(reasons.recv().await, Some(reason(ClosedBy::Client, codes::NO_STATUS, "")));
}

#[tokio::test]
async fn a_websocket_that_outlives_its_view_is_closed_when_it_is_dropped() {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let mut client = in_memory(view(async move |ws: Websocket| drop(sender.send(ws)))).await;
    let mut ws = receiver.recv().await.unwrap();
    client.send("still here?").await.unwrap();
    assert_eq!(ws.recv().await, Some("still here?".into()));
    drop(ws);
    assert_eq!(client.recv().await, None);
    assert_eq!(client.close_reason(), Some(&reason(ClosedBy::Server, codes::NORMAL, "")));
}
