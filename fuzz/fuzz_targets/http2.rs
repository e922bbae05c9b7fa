//! Any frames of HTTP/2, most of them well-formed, some that open a websocket (RFC 8441): the connection ends, and with it the
//! websockets; what comes back are whole frames, and no response blames the application.
//!
//! The input is a row of orders, a byte each with its operands; what it does not say is zero.

#![no_main]

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use libfuzzer_sys::fuzz_target;
use pyramidion::prelude::*;
use pyramidion_fuzz::{PREFACE, World};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const PRIORITY: u8 = 2;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// `:status: 500`, in the static table of HPACK.
const STATUS_500: u8 = 0x80 | 14;

/// The least that an endpoint must take, and the most that the server sends unless told otherwise.
const MAX_FRAME: usize = 1 << 14;

static OPEN: AtomicUsize = AtomicUsize::new(0);

/// A websocket that is open.
struct Open;

impl Open {
    fn new() -> Self {
        OPEN.fetch_add(1, Relaxed);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Relaxed);
    }
}

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

#[view(path = "/length", request_method = "POST")]
async fn length(body: Bytes) -> String {
    body.len().to_string()
}

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    let _open = Open::new();
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

thread_local! {
    static WORLD: World = World::new(
        Configurator::new().add_view(home {}).add_view(length {}).add_view(echo {}).make_router(),
    );
}

fuzz_target!(|input: &[u8]| {
    let sent = Sent::of(input);
    WORLD.with(|world| {
        let answer = world.answer(&sent);
        check(&answer);
        world.wait_for(|| OPEN.load(Relaxed) == 0);
    });
});

/// What a client sends.
struct Sent<'a> {
    orders: &'a [u8],
    bytes: Vec<u8>,
    /// The identifier of the last stream that was opened in order.
    last: u32,
}

impl<'a> Sent<'a> {
    fn of(orders: &'a [u8]) -> Vec<u8> {
        let mut sent = Self { orders, bytes: PREFACE.to_vec(), last: 0 };
        sent.frame(SETTINGS, 0, 0, &[]);
        while !sent.orders.is_empty() {
            sent.obey();
        }
        sent.bytes
    }

    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.orders.split_first() else { return 0 };
        self.orders = rest;
        *first
    }

    fn number(&mut self) -> [u8; 4] {
        std::array::from_fn(|_| self.byte())
    }

    /// As many as the next byte says, as far as they are there.
    fn some(&mut self) -> &'a [u8] {
        let length = usize::from(self.byte()).min(self.orders.len());
        let (some, rest) = self.orders.split_at(length);
        self.orders = rest;
        some
    }

    fn stream(&mut self) -> u32 {
        match self.byte() {
            0 => self.last,
            other => u32::from(other & 31),
        }
    }

    fn obey(&mut self) {
        match self.byte() % 12 {
            0 => self.request(),
            1 => {
                let (stream, flags, payload) = (self.stream(), self.byte() & 9, self.some());
                self.frame(DATA, flags, stream, payload);
            }
            2 => self.message(),
            3 => {
                let (flags, mut settings) = (self.byte() & 1, self.some().to_vec());
                settings.truncate(settings.len() / 6 * 6);
                self.frame(SETTINGS, flags, 0, &settings);
            }
            4 => self.of_number(WINDOW_UPDATE),
            5 => self.of_number(RST_STREAM),
            6 => {
                let payload = [self.number(), self.number()].concat();
                self.frame(PING, 0, 0, &payload);
            }
            7 => {
                let (stream, payload) = (self.stream(), [&self.number()[..], &[self.byte()]].concat());
                self.frame(PRIORITY, 0, stream, &payload);
            }
            8 => {
                let (stream, flags, payload) = (self.stream(), self.byte() & END_HEADERS, self.some());
                self.frame(CONTINUATION, flags, stream, payload);
            }
            9 => {
                let payload = [self.number(), self.number()].concat();
                self.frame(GOAWAY, 0, 0, &payload);
            }
            10 => {
                let (kind, flags, stream, payload) = (self.byte(), self.byte(), self.stream(), self.some());
                self.frame(kind, flags, stream, payload);
            }
            _ => {
                let some = self.some();
                self.bytes.extend_from_slice(some);
            }
        }
    }

    fn of_number(&mut self, kind: u8) {
        let (stream, number) = (self.stream(), self.number());
        self.frame(kind, 0, stream, &number);
    }

    /// The head of a request, with what the input adds to it, in one frame or two; as a rule on the next stream.
    fn request(&mut self) {
        let (what, flags) = (self.byte(), self.byte());
        let mut block = match what % 3 {
            0 => vec![0x82, 0x84, 0x86],
            1 => [&[0x83, 0x86][..], &field(":path", b"/length")].concat(),
            _ => [
                &field(":method", b"CONNECT")[..],
                &[0x86],
                &field(":protocol", b"websocket"),
                &field(":path", b"/echo"),
            ]
            .concat(),
        };
        block.extend(field(":authority", b"a"));
        if what % 3 == 2 {
            block.extend(field("sec-websocket-version", b"13"));
        }
        block.extend_from_slice(self.some());
        let stream = if flags & 0x80 == 0 {
            self.last += if self.last == 0 { 1 } else { 2 };
            self.last
        } else {
            self.stream()
        };
        let end_stream = flags & END_STREAM;
        if flags & 2 == 0 {
            self.frame(HEADERS, END_HEADERS | end_stream, stream, &block);
        } else {
            let (first, second) = block.split_at(usize::from(self.byte()).min(block.len()));
            self.frame(HEADERS, end_stream, stream, first);
            self.frame(CONTINUATION, END_HEADERS, stream, second);
        }
    }

    /// A frame of a websocket, as clients send them, in one of HTTP/2. The mask is zero.
    fn message(&mut self) {
        let (stream, flags, first, payload) = (self.stream(), self.byte() & END_STREAM, self.byte(), self.some());
        let length = payload.len().min(125);
        let frame = [&[first, 0x80 | length as u8, 0, 0, 0, 0], &payload[..length]].concat();
        self.frame(DATA, flags, stream, &frame);
    }

    fn frame(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        self.bytes.extend_from_slice(&(payload.len() as u32).to_be_bytes()[1..]);
        self.bytes.extend_from_slice(&[kind, flags]);
        self.bytes.extend_from_slice(&stream.to_be_bytes());
        self.bytes.extend_from_slice(payload);
    }
}

/// A header field that HPACK is not to remember, spelt out.
fn field(name: &str, value: &[u8]) -> Vec<u8> {
    [&[0, name.len() as u8][..], name.as_bytes(), &[value.len() as u8], value].concat()
}

/// Reads frames to the end. The last may be cut off, for the client has left.
fn check(mut answer: &[u8]) {
    let mut is_first = true;
    while let Some((&[a, b, c, kind, _, _, _, _, _], rest)) = answer.split_first_chunk::<9>() {
        let length = u32::from_be_bytes([0, a, b, c]) as usize;
        assert!(!is_first || kind == SETTINGS, "HTTP/2 begins with settings");
        assert!(kind <= CONTINUATION && length <= MAX_FRAME || rest.len() < length, "{kind}, of {length} bytes");
        assert!(kind != HEADERS || rest.first() != Some(&STATUS_500), "the application has made no mistake");
        answer = rest.get(length..).unwrap_or_default();
        is_first = false;
    }
}
