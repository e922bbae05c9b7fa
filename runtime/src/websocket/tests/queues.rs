//! What waits between a connection and its view.

use std::{
    future::pending,
    pin::pin,
    task::{Context, Waker},
};

use futures_util::FutureExt as _;
use tokio::io::duplex;

use super::*;
use crate::websocket::{PreparedMessage, SlowConsumer, codes};

/// Polls of a task are what a scheduler is paid for.
#[tokio::test]
async fn an_answer_takes_one_poll() {
    let (mut peer, io) = duplex(1024);
    let limits = WebsocketSettings::default().limits(&WebsocketOptions::default());
    let (ws, pump) = open(Box::new(io), Role::Server, limits, None, Leaving::default(), None);
    let mut connection = pin!(pump.with_view(echo(ws).map(|_| (codes::NORMAL, ""))));
    let mut context = Context::from_waker(Waker::noop());
    assert!(connection.as_mut().poll(&mut context).is_pending());
    for round in 0..3 {
        peer.write_all(&frame(TEXT, &[b'0' + round]).repeat(2)).await.unwrap();
        assert!(connection.as_mut().poll(&mut context).is_pending());
        let mut answer = [0; 6];
        peer.read_exact(&mut answer).now_or_never().expect("it is there already").unwrap();
        assert_eq!(answer, [TEXT, 1, b'0' + round, TEXT, 1, b'0' + round]);
    }
}

#[tokio::test]
async fn a_view_that_does_not_receive_makes_the_peer_wait() {
    let (mut peer, io) = duplex(64);
    let mut ws = served(io, WebsocketOptions { inbound_queue: Some(3), ..Default::default() });
    let message = frame(TEXT, &[b'x'; 58]);
    for _ in 0..3 {
        peer.write_all(&message).await.unwrap();
    }
    settle().await;
    peer.write_all(&message).await.unwrap();
    settle().await;
    assert!(peer.write_all(&message).now_or_never().is_none(), "three wait for the view and one in the stream");
    for _ in 0..4 {
        assert_eq!(ws.recv().await.unwrap().len(), 58);
    }
}

#[tokio::test]
async fn send_waits_for_room_and_flush_for_the_stream() {
    let (mut peer, io) = duplex(16);
    let mut ws = served(io, WebsocketOptions { outbound_queue: Some(2), ..Default::default() });
    ws.send([b'a'; 100].as_slice()).await.unwrap();
    settle().await;
    for _ in 0..2 {
        ws.send([b'b'; 100].as_slice()).await.unwrap();
    }
    settle().await;
    // What is under a write's size is in the output; the queue fills behind it.
    while ws.send([b'c'; 20_000].as_slice()).now_or_never().is_some() {
        settle().await;
    }
    assert!(ws.flush().now_or_never().is_none());
    let (flushed, read) = tokio::join!(ws.flush(), async {
        let mut all = vec![0; 3 * 102 + 3 * 20_004];
        peer.read_exact(&mut all).await
    });
    assert!(flushed.is_ok() && read.is_ok());
}

/// A websocket whose stream takes nothing more, with two messages in a full queue.
async fn stuck(policy: SlowConsumer) -> (tokio::io::DuplexStream, Websocket) {
    let (peer, io) = duplex(16);
    let options = WebsocketOptions { outbound_queue: Some(2), slow_consumer: Some(policy), ..Default::default() };
    let mut ws = served(io, options);
    ws.send(vec![0; 20_000]).await.unwrap();
    settle().await;
    ws.try_send("one").unwrap();
    ws.try_send("two").unwrap();
    (peer, ws)
}

async fn rest(mut peer: tokio::io::DuplexStream, ws: Websocket) -> Vec<u8> {
    let mut bytes = vec![0; 20_004];
    peer.read_exact(&mut bytes).await.unwrap();
    drop(ws);
    peer.write_all(&frame(CLOSE, b"")).await.unwrap();
    let mut rest = Vec::new();
    peer.read_to_end(&mut rest).await.unwrap();
    rest
}

#[tokio::test]
async fn a_slow_peer_is_disconnected() {
    let (peer, mut ws) = stuck(SlowConsumer::Disconnect).await;
    assert!(ws.try_send("three").unwrap_err().cause().is_none());
    assert!(ws.send("four").await.is_err());
    let rest = rest(peer, ws).await;
    assert_eq!(rest[..4], [CLOSE, 19, 0x03, 0xf0], "{rest:?}");
}

#[tokio::test]
async fn or_loses_the_oldest_messages() {
    let (peer, mut ws) = stuck(SlowConsumer::DropOldest).await;
    ws.try_send("three").unwrap();
    assert!(rest(peer, ws).await.starts_with(b"\x81\x03two\x81\x05three\x88"));
}

#[tokio::test]
async fn or_all_but_the_newest() {
    let (peer, mut ws) = stuck(SlowConsumer::Conflate).await;
    ws.try_send("three").unwrap();
    assert!(rest(peer, ws).await.starts_with(b"\x81\x05three\x88"));
}

#[tokio::test]
async fn a_message_for_many_is_encoded_once() {
    let message = PreparedMessage::new("to all");
    let mut clients = Vec::new();
    for _ in 0..3 {
        let message = message.clone();
        let router = view(async move |mut ws: Websocket| {
            ws.send_prepared(&message).await?;
            ws.sender().try_send_prepared(&message)?;
            while ws.recv().await.is_some() {}
            Ok::<_, WebsocketClosed>(())
        });
        clients.push(in_memory(router).await);
    }
    for client in &mut clients {
        assert_eq!(client.recv().await, Some("to all".into()));
        assert_eq!(client.recv().await, Some("to all".into()));
    }
    let mut small = served(duplex(64).0, WebsocketOptions { max_message_size: Some(5), ..Default::default() });
    assert!(small.send_prepared(&message).await.unwrap_err().cause().is_some(), "it is over this one's limit");
}

#[tokio::test]
async fn an_answer_that_waits_for_another_task_is_sent_by_it() {
    let router = view(async |ws: Websocket| {
        let (sender, mut receiver) = ws.split();
        tokio::spawn(async move {
            while let Some(message) = receiver.recv().await {
                if sender.send(message).await.is_err() {
                    return;
                }
            }
        });
        pending::<()>().await;
    });
    let mut client = in_memory(router).await;
    for number in 0..100 {
        client.send(number.to_string()).await.unwrap();
        assert_eq!(client.recv().await, Some(number.to_string().into()));
    }
}
