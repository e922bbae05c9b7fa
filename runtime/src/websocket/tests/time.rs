//! What happens after a time: heartbeats, deadlines, the end of the server. The clock is tokio's, and paused.

use std::time::Duration;

use tokio::io::{DuplexStream, duplex};
use tokio::time::Instant;

use super::*;
use crate::drain::{Drain, Farewell};
use crate::websocket::{ClosedBy, codes};

const SECOND: Duration = Duration::from_secs(1);

async fn next(peer: &mut DuplexStream) -> (u8, Vec<u8>) {
    let mut head = [0; 2];
    peer.read_exact(&mut head).await.unwrap();
    let mut payload = vec![0; head[1].into()];
    peer.read_exact(&mut payload).await.unwrap();
    (head[0], payload)
}

#[tokio::test(start_paused = true)]
async fn a_silent_peer_is_asked_and_given_up() {
    let (mut peer, io) = duplex(1024);
    let mut ws = served(io, WebsocketOptions::default());
    let start = Instant::now();
    let (opcode, _) = next(&mut peer).await;
    assert_eq!(opcode, PING);
    assert!((20..=25).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    let asked = Instant::now();
    assert_eq!(ws.recv().await, None);
    assert_eq!(asked.elapsed().as_secs(), 20);
    let reason = ws.close_reason().unwrap();
    assert_eq!((reason.by, reason.code), (ClosedBy::Transport, codes::ABNORMAL));
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_answers_is_asked_again_and_again() {
    let (mut peer, io) = duplex(1024);
    let _ws = served(io, WebsocketOptions { heartbeat: Some(5 * SECOND), ..Default::default() });
    for count in 1..10_u64 {
        let (opcode, payload) = next(&mut peer).await;
        assert_eq!((opcode, &payload[..]), (PING, &count.to_be_bytes()[..]));
        tokio::time::sleep(10 * SECOND).await;
        peer.write_all(&frame(PONG, &payload)).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn half_a_frame_is_a_sign_of_life() {
    let (mut peer, io) = duplex(1024);
    let mut ws = served(io, WebsocketOptions::default());
    for byte in frame(TEXT, b"slowly but surely") {
        peer.write_all(&[byte]).await.unwrap();
        tokio::time::sleep(19 * SECOND).await;
    }
    assert_eq!(ws.recv().await, Some("slowly but surely".into()));
}

#[tokio::test(start_paused = true)]
async fn a_heartbeat_can_be_off() {
    let (mut peer, io) = duplex(1024);
    let _ws = served(io, WebsocketOptions { heartbeat: Some(Duration::ZERO), ..Default::default() });
    tokio::time::timeout(100_000 * SECOND, next(&mut peer)).await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_takes_nothing_is_given_up() {
    let (_peer, io) = duplex(16);
    let options =
        WebsocketOptions { heartbeat: Some(Duration::ZERO), write_timeout: Some(7 * SECOND), ..Default::default() };
    let mut ws = served(io, options);
    ws.send("a text that is longer than the stream").await.unwrap();
    let start = Instant::now();
    assert!(ws.flush().await.is_err());
    assert_eq!(start.elapsed().as_secs(), 7);
    assert_eq!(ws.recv().await, None);
    assert_eq!(start.elapsed().as_secs(), 12);
    assert_eq!(ws.close_reason().unwrap().code, codes::POLICY_VIOLATION);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_takes_little_by_little_is_not() {
    let (mut peer, io) = duplex(16);
    let mut ws = served(io, WebsocketOptions { heartbeat: Some(Duration::ZERO), ..Default::default() });
    ws.send("a text that is longer than the stream").await.unwrap();
    let read = async {
        for _ in 0..39 {
            tokio::time::sleep(10 * SECOND).await;
            peer.read_u8().await.unwrap();
        }
    };
    let (flushed, ()) = tokio::join!(ws.flush(), read);
    assert!(flushed.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_close_is_answered_while_the_view_does_something_else() {
    let (mut peer, io) = duplex(1024);
    let limits = WebsocketSettings::default().limits(&WebsocketOptions::default());
    let (ws, pump) = open(Box::new(io), Role::Server, limits, None, Leaving::default(), None);
    tokio::spawn(pump.with_view(async move {
        tokio::time::sleep(60 * SECOND).await;
        drop(ws);
        (codes::NORMAL, "")
    }));
    let start = Instant::now();
    peer.write_all(&frame(CLOSE, &close_payload(1000, ""))).await.unwrap();
    assert_eq!(next(&mut peer).await, (CLOSE, close_payload(1000, "")));
    assert!(start.elapsed() < SECOND, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_ends_closes_at_some_moment_of_its_time() {
    let drain = Drain::new();
    let mut moments = Vec::new();
    let mut peers = Vec::new();
    for _ in 0..20 {
        let (peer, io) = duplex(1024);
        let limits = WebsocketSettings::default().limits(&WebsocketOptions::default());
        let leaving = Leaving::with(Some(&drain));
        let (ws, pump) = open(Box::new(io), Role::Server, limits, None, leaving, None);
        tokio::spawn(pump.with_view(async move {
            super::limits::idle(ws).await;
            (codes::NORMAL, "")
        }));
        peers.push(peer);
    }
    settle().await;
    assert_eq!(drain.open_websockets(), 20);
    drain.begin(Farewell { code: codes::SERVICE_RESTART, spread: 10 * SECOND });
    let start = Instant::now();
    for mut peer in peers {
        moments.push(tokio::spawn(async move {
            let close = next(&mut peer).await;
            let at = start.elapsed();
            peer.write_all(&frame(CLOSE, &close.1)).await.unwrap();
            assert_eq!((close.0, &close.1[..2]), (CLOSE, &codes::SERVICE_RESTART.to_be_bytes()[..]));
            at
        }));
    }
    drain.websockets_gone().await;
    let mut seconds = std::collections::BTreeSet::new();
    for moment in moments {
        let moment = moment.await.unwrap();
        assert!(moment <= 10 * SECOND + Duration::from_millis(2), "{moment:?}");
        seconds.insert(moment.as_secs());
    }
    assert!(seconds.len() > 2, "they are spread: {seconds:?}");
}
