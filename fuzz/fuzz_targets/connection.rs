//! Any bytes as what a client sends to a server: the connection ends, and what comes back are whole responses of HTTP/1, none of which
//! blames the application, or frames of HTTP/2.

#![no_main]

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use libfuzzer_sys::fuzz_target;
use pyramidion::axum::Router;
use pyramidion::axum::routing::{get, post};
use pyramidion::server::Server;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

struct World {
    runtime: Runtime,
    address: SocketAddr,
}

thread_local! {
    static WORLD: World = World::new();
}

impl World {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("there is a system");
        let router = Router::new()
            .route("/", get(async |headers: HeaderMap| headers.len().to_string()))
            .route("/length", post(async |body: Bytes| body.len().to_string()));
        let address = runtime.block_on(async {
            let server = Server::new(router).max_header_size(1024).max_body_size(256);
            let server = server.bind(([127, 0, 0, 1], 0).into()).expect("some port is free");
            let address = server.addresses().expect("it is bound")[0];
            tokio::spawn(server.serve());
            address
        });
        Self { runtime, address }
    }

    /// What comes back, as far as it comes.
    fn answer(&self, input: &[u8]) -> Vec<u8> {
        self.runtime.block_on(async {
            let mut answer = Vec::new();
            let stream = TcpStream::connect(self.address).await.expect("it listens");
            let (mut read, mut write) = stream.into_split();
            let write = async {
                let _ = write.write_all(input).await;
                let _ = write.shutdown().await;
            };
            let both = async { tokio::join!(write, read.read_to_end(&mut answer)) };
            timeout(Duration::from_secs(5), both).await.map(drop).expect("the client has left: nothing is waited for");
            answer
        })
    }
}

fuzz_target!(|input: &[u8]| {
    let answer = WORLD.with(|world| world.answer(input));
    if !input.starts_with(PREFACE) {
        check_http_1(&answer);
    } else if let Some((&[_, _, _, kind], _)) = answer.split_first_chunk() {
        assert_eq!(kind, 4, "HTTP/2 begins with settings");
    }
});

/// Reads responses as long as there are some. One to a HEAD has a length, and no body.
fn check_http_1(mut answer: &[u8]) {
    while !answer.is_empty() {
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head is sent whole");
        let head = std::str::from_utf8(&answer[..end]).expect("the application sends ASCII").to_ascii_lowercase();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.strip_prefix("http/1.")).expect("it is HTTP/1");
        let status: u16 = status[2..5].parse().expect("a status is a number");
        assert!((200..500).contains(&status) || status == 100 || status == 505, "{head}");
        let length = lines.find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.map_or(0, |length| length.trim().parse().expect("a length is a number"));
        answer = &answer[end + 4..];
        let is_next = answer.starts_with(b"HTTP/1.");
        if !is_next {
            answer = answer.get(length..).unwrap_or_default();
        }
    }
}
