//! Any bytes as what a client sends over its websocket, in pieces of any size: the connection ends with them, the view's messages are
//! written in their order, and all that is written is frames as RFC 6455, section 5, wants them from a server.
//!
//! The first byte says what the view asks for, the second how large the pieces are.

#![no_main]

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use pyramidion::__private::fuzzing;
use pyramidion::websocket::{Message, WebsocketOptions};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime::{Builder, Runtime};

thread_local! {
    /// Its clock goes on when nothing else does: a connection that hangs is over its time at once.
    static RUNTIME: Runtime =
        Builder::new_current_thread().enable_time().start_paused(true).build().expect("it needs nothing");
}

fuzz_target!(|input: &[u8]| {
    let Some((&[asked, piece], frames)) = input.split_first_chunk() else { return };
    let answer = Arc::new(Mutex::new(Vec::new()));
    let received = Arc::new(Mutex::new(VecDeque::new()));
    let client = Client::new(frames, piece, Arc::clone(&answer));
    let echo = async |mut websocket: pyramidion::Websocket| {
        while let Some(message) = websocket.recv().await {
            received.lock().expect("one thread").push_back(message.clone());
            if websocket.send(message).await.is_err() {
                return;
            }
        }
    };
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let connection = fuzzing::websocket(client, options(asked), echo);
            tokio::time::timeout(Duration::from_secs(60), connection).await.expect("the client has left")
        })
    });
    let (answer, received) = (answer.lock().expect("one thread"), received.lock().expect("one thread"));
    assert!(answer.len() <= frames.len() + 127, "no more than an echo and a close frame");
    check(&answer, received.iter(), piece == 0);
});

/// What a view may ask for.
fn options(asked: u8) -> WebsocketOptions {
    let is = |bit: u8| asked & 1 << bit != 0;
    WebsocketOptions {
        use_bytes: is(0),
        use_str: is(1),
        max_message_size: is(2).then_some(100),
        max_frame_size: is(3).then_some(50),
        inbound_queue: is(4).then_some(1),
        outbound_queue: is(5).then_some(1),
        ..WebsocketOptions::default()
    }
}

fn check<'a>(mut answer: &[u8], mut received: impl Iterator<Item = &'a Message>, is_whole: bool) {
    let mut is_closed = false;
    while !answer.is_empty() {
        assert!(!is_closed, "nothing comes after a close frame");
        let Some((opcode, payload, rest)) = frame(answer) else {
            assert!(!is_whole, "a frame is cut off only where the client leaves while it is written");
            return;
        };
        answer = rest;
        match opcode {
            1 | 2 => {
                let message = received.next().expect("what is sent has been received");
                assert_eq!((message.is_text(), message.as_bytes()), (opcode == 1, payload));
            }
            8 => is_closed = check_close(payload),
            9 | 10 => {}
            _ => panic!("there is no opcode {opcode}"),
        }
    }
    assert!(!is_closed || received.next().is_none(), "the view's answers go before the close frame");
}

/// A server's frame: its opcode, its payload, and what comes after it. `None` if it is not all there.
fn frame(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[first, second], rest) = bytes.split_first_chunk()?;
    assert_eq!(first & 0xf0, 0x80, "a whole message, without extensions");
    let (length, rest) = match second {
        126 => {
            let (length, rest) = rest.split_first_chunk()?;
            (u64::from(u16::from_be_bytes(*length)), rest)
        }
        127 => {
            let (length, rest) = rest.split_first_chunk()?;
            (u64::from_be_bytes(*length), rest)
        }
        length => (u64::from(length), rest),
    };
    let shortest = if length < 126 { length as u8 } else { 126 + u8::from(length > 0xffff) };
    assert_eq!(second, shortest, "no mask, and the length in as few bytes as can be");
    let opcode = first & 0xf;
    assert!(opcode < 8 || length < 126, "control frames are short");
    let (payload, rest) = rest.split_at_checked(usize::try_from(length).expect("it is in memory"))?;
    assert!(opcode != 1 || std::str::from_utf8(payload).is_ok(), "text is UTF-8");
    Some((opcode, payload, rest))
}

fn check_close(payload: &[u8]) -> bool {
    if let Some((code, reason)) = payload.split_first_chunk() {
        let code = u16::from_be_bytes(*code);
        assert!(matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999), "{code} may not be sent");
        assert!(std::str::from_utf8(reason).is_ok());
    } else {
        assert!(payload.is_empty());
    }
    true
}

/// The client's end: it sends what it has, takes what comes, and leaves.
struct Client {
    sends: VecDeque<u8>,
    piece: usize,
    /// Whether it is another's turn before the next piece.
    rests: [bool; 2],
    answer: Arc<Mutex<Vec<u8>>>,
    is_shut: bool,
}

impl Client {
    fn new(frames: &[u8], piece: u8, answer: Arc<Mutex<Vec<u8>>>) -> Self {
        let piece = if piece == 0 { usize::MAX } else { piece.into() };
        Self { sends: frames.iter().copied().collect(), piece, rests: [false; 2], answer, is_shut: false }
    }

    fn rests(&mut self, way: usize, context: &Context<'_>) -> bool {
        self.rests[way] = self.piece < usize::MAX && !self.rests[way];
        if self.rests[way] {
            context.waker().wake_by_ref();
        }
        self.rests[way]
    }
}

impl AsyncRead for Client {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.rests(0, context) {
            return Poll::Pending;
        }
        let length = self.sends.len().min(self.piece).min(buffer.remaining());
        self.sends.drain(..length).for_each(|byte| buffer.put_slice(&[byte]));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Client {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        assert!(!self.is_shut, "nothing is written after the end");
        if self.rests(1, context) {
            return Poll::Pending;
        }
        let length = bytes.len().min(self.piece);
        self.answer.lock().expect("one thread").extend_from_slice(&bytes[..length]);
        Poll::Ready(Ok(length))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.is_shut = true;
        Poll::Ready(Ok(()))
    }
}
