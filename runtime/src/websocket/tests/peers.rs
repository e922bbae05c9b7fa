//! Peers that break the rules, break off, or fall silent.

use tokio::{io::duplex, net::TcpStream, sync::mpsc, time::Instant};

use super::*;
use crate::websocket::{CloseReason, ClosedBy, MAX_MESSAGE_SIZE, codes};

#[tokio::test]
async fn each_violation_is_answered_with_its_code() {
    let violations: [(&str, Vec<u8>, u16); 9] = [
        ("text that is not UTF-8", frame(TEXT, b"\xff"), 1007),
        ("a reserved data opcode", frame(0x83, b""), 1002),
        ("a reserved control opcode", frame(0x8b, b""), 1002),
        ("a reserved bit", frame(0xc1, b""), 1002),
        ("an unmasked frame", b"\x81\x00".to_vec(), 1002),
        ("a continuation of nothing", frame(0x80, b""), 1002),
        ("a ping in fragments", frame(0x09, b""), 1002),
        ("a close code that may not be sent", frame(CLOSE, &close_payload(1005, "")), 1002),
        ("a message over the limit", frame(0x82, &vec![0; MAX_MESSAGE_SIZE + 1]), 1009),
    ];
    for (violation, bytes, code) in violations {
        assert_eq!(provoke(view(echo), &bytes).await, code, "{violation}");
    }
}

#[tokio::test]
async fn what_was_in_order_before_a_violation_is_answered() {
    let mut stream = raw(view(echo)).await;
    stream.write_all(&[frame(TEXT, b"fine"), frame(0x83, b"")].concat()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"\x81\x04fine\x88"), "{answer:?}");
}

#[tokio::test]
async fn the_limit_holds_for_the_sum_of_fragments() {
    let half = vec![0; MAX_MESSAGE_SIZE / 2 + 1];
    assert_eq!(provoke(view(echo), &[frame(0x02, &half), frame(0x80, &half)].concat()).await, 1009);
}

#[tokio::test]
async fn the_view_is_told_which_rule_was_broken() {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let router = view(async move |mut ws: Websocket| {
        assert_eq!(ws.recv().await, None);
        sender.send(ws.close_reason().unwrap().clone()).unwrap();
    });
    provoke(router, &frame(TEXT, b"\xff")).await;
    let expected =
        CloseReason { by: ClosedBy::Server, code: codes::INVALID_PAYLOAD, text: "text must be UTF-8".into() };
    assert_eq!(receiver.recv().await, Some(expected));
}

/// A reset would overtake the close frame if the server dropped a socket that has unread input.
#[tokio::test]
async fn a_client_that_still_sends_gets_the_close_frame_over_a_socket() {
    let url = serve_on_socket(view(echo)).await;
    let address = url.strip_prefix("ws://").unwrap().strip_suffix("/ws").unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let (upgraded, _) = WebsocketClient::request(&url).unwrap().upgrade(stream).await.unwrap();
    let mut stream = hyper_util::rt::TokioIo::new(upgraded);
    stream.write_all(&frame(0x82, &vec![0; 4 * MAX_MESSAGE_SIZE])).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer[..4], [CLOSE, u8::try_from(answer.len() - 2).unwrap(), 0x03, 0xf1]);
}

#[tokio::test]
async fn a_client_that_vanishes_ends_the_view() {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let router = view(async move |mut ws: Websocket| {
        while ws.recv().await.is_some() {}
        let quiet = ws.send("anyone?").await.unwrap_err().cause().is_none();
        sender.send((ws.close_reason().unwrap().clone(), quiet)).unwrap();
    });
    for client in both_ways(router).await {
        drop(client);
        let (reason, quiet) = receiver.recv().await.unwrap();
        assert_eq!((reason.by, reason.code, quiet), (ClosedBy::Transport, codes::ABNORMAL, true));
    }
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_answer_a_close_holds_nobody_for_long() {
    let (_peer, io) = duplex(1024);
    let mut ws = served(io, WebsocketOptions::default());
    let start = Instant::now();
    ws.close(codes::NORMAL, "").await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_read_holds_no_close_for_long() {
    let (mut peer, io) = duplex(16);
    let mut ws = served(io, WebsocketOptions::default());
    ws.send("a text that is longer than the stream").await.unwrap();
    peer.write_all(&frame(CLOSE, b"")).await.unwrap();
    let start = Instant::now();
    assert_eq!(ws.recv().await, None);
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_pings_and_never_reads_does_not_grow_the_write_buffer() {
    let (mut peer, io) = duplex(1024);
    let mut ws = served(io, WebsocketOptions::default());
    peer.write_all(&frame(PING, &[0; 125]).repeat(10_000)).await.unwrap();
    ws.send("done").await.unwrap();
    drop(ws);
    let mut received = Vec::new();
    let read = peer.read_to_end(&mut received).await.unwrap();
    assert!(received.windows(6).any(|window| window == b"\x81\x04done"), "the message is not lost");
    assert!(read < 20 * 1024, "{read} bytes of pongs");
}
