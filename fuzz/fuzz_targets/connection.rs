//! Any bytes as what a client sends to a server: the connection ends, and what comes back are whole responses of HTTP/1, none of which
//! blames the application, or frames of HTTP/2.

#![no_main]

use bytes::Bytes;
use http::HeaderMap;
use libfuzzer_sys::fuzz_target;
use pyramidion::axum::Router;
use pyramidion::axum::routing::{get, post};
use pyramidion_fuzz::{PREFACE, World};

thread_local! {
    static WORLD: World = World::new(
        Router::new()
            .route("/", get(async |headers: HeaderMap| headers.len().to_string()))
            .route("/length", post(async |body: Bytes| body.len().to_string())),
    );
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
