//! HTTP/2 by clients that begin with it.

use std::net::SocketAddr;

use bytes::Bytes;
use futures_util::future::join_all;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use pyramidion::testing::TestServer;
use pyramidion_tests::in_time;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::{Client, start};

type Connection = JoinHandle<hyper::Result<()>>;

async fn connect(address: SocketAddr) -> (SendRequest<Full<Bytes>>, Connection) {
    let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (sender, connection) = handshake(TokioExecutor::new(), stream).await.unwrap();
    (sender, tokio::spawn(connection))
}

async fn ask(mut sender: SendRequest<Full<Bytes>>, target: &str, body: Vec<u8>) -> (StatusCode, String) {
    let method = if body.is_empty() { "GET" } else { "POST" };
    let request = Request::builder().method(method).uri(format!("http://localhost{target}"));
    let response = sender.send_request(request.body(Full::from(body)).unwrap()).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn requests_share_a_connection() {
    let (server, gate) = start([]).await;
    let (sender, _connection) = connect(server.address()).await;
    let waiting: Vec<_> = (0..50).map(|_| tokio::spawn(ask(sender.clone(), "/wait", vec![]))).collect();
    gate.reached_by(50).await;
    assert_eq!(ask(sender.clone(), "/", vec![]).await, (StatusCode::OK, "home".to_owned()));
    assert_eq!(ask(sender, "/length", vec![b'x'; 100_000]).await.1, "100000");
    gate.open();
    for answer in in_time("the others", join_all(waiting)).await {
        assert_eq!(answer.unwrap().1, "waited");
    }
}

#[tokio::test]
async fn limits_hold_here_too() {
    let (server, _) = start([("max_body_size", "1 KiB"), ("request_timeout", "50ms")]).await;
    let (sender, _connection) = connect(server.address()).await;
    assert_eq!(ask(sender.clone(), "/length", vec![b'x'; 1_025]).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(ask(sender.clone(), "/wait", vec![]).await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ask(sender, "/", vec![]).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let (server, _) = start([]).await;
    let (mut sender, _connection) = connect(server.address()).await;
    let request = Request::get("http://localhost/").header("x-large", "x".repeat(20_000));
    let answer = sender.send_request(request.body(Full::default()).unwrap()).await;
    let is_refused = answer.as_ref().map_or(true, |answer| answer.status() == 431);
    assert!(is_refused, "{answer:?}");
}

#[tokio::test]
async fn a_preface_may_come_in_pieces_but_not_for_ever() {
    let (server, _) = start([("header_read_timeout", "200ms")]).await;
    let mut client = Client::connect(server.address()).await;
    client.send("PRI * HTTP/2.0\r\n").await;
    tokio::task::yield_now().await;
    client.send("\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await;
    let mut settings = [0; 9];
    in_time("settings", client.0.read_exact(&mut settings)).await.unwrap();
    assert_eq!(settings[3], 4, "the first frame of a server is its settings");

    let mut client = Client::connect(server.address()).await;
    client.send("PRI * HTTP/2.0\r\n").await;
    client.is_closed_without_a_word().await;
}

#[tokio::test]
async fn a_connection_without_streams_is_closed() {
    let (server, gate) = start([("keep_alive_timeout", "100ms")]).await;
    let (sender, connection) = connect(server.address()).await;
    let waiting = tokio::spawn(ask(sender.clone(), "/wait", vec![]));
    gate.reached_by(1).await;
    tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    assert!(!connection.is_finished(), "a stream keeps it open");
    gate.open();
    assert_eq!(waiting.await.unwrap().1, "waited");
    in_time("the end", connection).await.unwrap().unwrap();
}

#[tokio::test]
async fn streams_are_finished_when_the_server_stops() {
    let (mut server, gate) = start([]).await;
    let (sender, connection) = connect(server.address()).await;
    let waiting: Vec<_> = (0..20).map(|_| tokio::spawn(ask(sender.clone(), "/wait", vec![]))).collect();
    gate.reached_by(20).await;
    server.handle().drain();
    while TcpStream::connect(server.address()).await.is_ok() {
        tokio::task::yield_now().await;
    }
    gate.open();
    for answer in in_time("the streams", join_all(waiting)).await {
        assert_eq!(answer.unwrap().1, "waited");
    }
    drop(sender);
    assert!(in_time("the server ends", server.ended()).await.is_clean());
    in_time("the connection ends", connection).await.unwrap().unwrap();
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const ENHANCE_YOUR_CALM: [u8; 4] = [0, 0, 0, 11];

fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    [&[0, 0, payload.len() as u8, kind, flags, 0, 0, 0, stream], payload].concat()
}

/// A GET of `/`, with what else its head has.
fn get(stream: u8, more: &[u8]) -> Vec<u8> {
    frame(1, 5, stream, &[&[0x82, 0x84, 0x86, 0x01, 1, b'a'], more].concat())
}

/// A client that speaks HTTP/2 by hand.
async fn by_hand(address: SocketAddr) -> Client {
    let mut client = Client::connect(address).await;
    client.send([PREFACE, &frame(4, 0, 0, &[])].concat()).await;
    client
}

/// Reads frames until one of these kinds comes; gives its kind and what is in it.
async fn next_of(client: &mut Client, kinds: &[u8]) -> (u8, Vec<u8>) {
    let read = async {
        loop {
            let mut head = [0; 9];
            client.0.read_exact(&mut head).await.expect("more frames come");
            let mut payload = vec![0; usize::from(head[1]) << 8 | usize::from(head[2])];
            client.0.read_exact(&mut payload).await.unwrap();
            if kinds.contains(&head[3]) {
                return (head[3], payload);
            }
        }
    };
    in_time("a frame", read).await
}

#[tokio::test]
async fn a_client_that_does_not_say_that_it_is_there_is_left() {
    let (server, _) = start([("http2_ping_interval", "50ms"), ("http2_ping_timeout", "50ms")]).await;
    let mut client = by_hand(server.address()).await;
    next_of(&mut client, &[PING]).await;
    in_time("the end", client.0.read_to_end(&mut Vec::new())).await.unwrap();
}

#[tokio::test]
async fn windows_are_told() {
    let (server, _) = start([
        ("http2_initial_stream_window_size", "96 KiB"),
        ("http2_initial_connection_window_size", "128 KiB"),
        ("http2_max_send_buffer_size", "16 KiB"),
    ])
    .await;
    let mut client = by_hand(server.address()).await;
    let (_, settings) = next_of(&mut client, &[4]).await;
    assert!(settings.chunks(6).any(|setting| setting == [0, 4, 0, 1, 0x80, 0]), "{settings:?}");
    let (_, more) = next_of(&mut client, &[8]).await;
    assert_eq!(more, (131_072_u32 - 65_535).to_be_bytes());
}

/// Whether the server goes on after a client has sent this to it.
async fn goes_on(server: &TestServer, frames: Vec<u8>) -> bool {
    let mut client = by_hand(server.address()).await;
    client.send([frames, frame(PING, 0, 0, b"12345678")].concat()).await;
    let (kind, payload) = next_of(&mut client, &[PING, GOAWAY]).await;
    assert!(kind == PING || payload[4..8] == ENHANCE_YOUR_CALM, "{payload:?}");
    kind == PING
}

#[tokio::test]
async fn a_client_may_reset_so_many_streams() {
    let resets =
        || (0..10).flat_map(|number| [get(2 * number + 1, &[]), frame(3, 0, 2 * number + 1, &[0; 4])].concat());
    let (server, _) = start([]).await;
    assert!(goes_on(&server, resets().collect()).await);
    let (server, _) = start([("http2_max_pending_accept_reset_streams", "5")]).await;
    assert!(!goes_on(&server, resets().collect()).await);
}

#[tokio::test]
async fn a_client_may_make_so_many_mistakes() {
    let of_http_1 = b"\0\x0aconnection\x05close";
    let mistakes = || (0..10).flat_map(|number| get(2 * number + 1, of_http_1));
    let (server, _) = start([]).await;
    assert!(goes_on(&server, mistakes().collect()).await);
    let (server, _) = start([("http2_max_local_error_reset_streams", "5")]).await;
    assert!(!goes_on(&server, mistakes().collect()).await);
}
