//! Frames on their way to the stream ([RFC 6455, section 5.2](https://www.rfc-editor.org/rfc/rfc6455#section-5.2)).

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use tokio::io::AsyncWrite as _;

use super::frames::{Io, Role};
use super::{Message, Utf8Bytes, codes};

/// Payloads up to this size are copied together; larger ones are written from where they are.
const COPIED: usize = 4 * 1024;

const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xa;

/// Frames that are encoded, and not yet taken by the stream. It holds no memory when it is empty.
pub(super) struct Output {
    role: Role,
    chunks: VecDeque<Bytes>,
    /// What comes after the chunks.
    tail: BytesMut,
    len: usize,
    /// The stream has taken bytes that it may still hold back.
    unflushed: bool,
}

impl Output {
    pub(super) fn new(role: Role) -> Self {
        Self { role, chunks: VecDeque::new(), tail: BytesMut::new(), len: 0, unflushed: false }
    }

    /// How many bytes wait for the stream.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether the stream has taken everything, and passed it on.
    pub(super) fn is_flushed(&self) -> bool {
        self.len == 0 && !self.unflushed
    }

    pub(super) fn message(&mut self, message: Message) {
        match message {
            Message::Text(text) => self.frame(0x1, text.into()),
            Message::Binary(bytes) => self.frame(0x2, bytes),
        }
    }

    pub(super) fn ping(&mut self, payload: Bytes) {
        self.frame(PING, payload);
    }

    pub(super) fn pong(&mut self, payload: Bytes) {
        self.frame(PONG, payload);
    }

    /// A close frame; [`codes::NO_STATUS`] stands for one without a code.
    pub(super) fn close(&mut self, code: u16, text: &Utf8Bytes) {
        let payload = if code == codes::NO_STATUS {
            Bytes::new()
        } else {
            [&code.to_be_bytes()[..], text.as_bytes()].concat().into()
        };
        self.frame(CLOSE, payload);
    }

    /// A frame that was encoded before, for a server's end.
    pub(super) fn encoded(&mut self, frame: Bytes) {
        debug_assert_eq!(self.role, Role::Server, "a client masks each frame by itself");
        self.bytes(frame);
    }

    fn frame(&mut self, opcode: u8, payload: Bytes) {
        let mask = (self.role == Role::Client).then(|| fastrand::u32(..).to_be_bytes());
        let before = self.tail.len();
        head(&mut self.tail, opcode, payload.len(), mask.is_some());
        if let Some(mask) = mask {
            self.tail.extend_from_slice(&mask);
            self.tail.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
            self.len += self.tail.len() - before;
        } else {
            self.len += self.tail.len() - before;
            self.bytes(payload);
        }
    }

    fn bytes(&mut self, bytes: Bytes) {
        self.len += bytes.len();
        if bytes.len() <= COPIED {
            self.tail.extend_from_slice(&bytes);
            return;
        }
        if !self.tail.is_empty() {
            self.chunks.push_back(self.tail.split().freeze());
        }
        self.chunks.push_back(bytes);
    }

    /// Writes until everything is with the peer's side of the stream.
    pub(super) fn poll_flush(&mut self, io: &mut Io, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.len > 0 {
            let written = ready!(self.poll_write(io, context))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.advance(written);
            self.unflushed = true;
        }
        if self.unflushed {
            ready!(Pin::new(io).poll_flush(context))?;
            self.unflushed = false;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_write(&self, io: &mut Io, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        const MOST: usize = 16;
        let mut slices = [IoSlice::new(&[]); MOST];
        let chunks = self.chunks.iter().map(|chunk| &chunk[..]).chain([&self.tail[..]]);
        let mut used = 0;
        for (slice, chunk) in slices.iter_mut().zip(chunks) {
            *slice = IoSlice::new(chunk);
            used += 1;
        }
        let io = Pin::new(io);
        match &slices[..used] {
            [only] => io.poll_write(context, only),
            slices => io.poll_write_vectored(context, slices),
        }
    }

    fn advance(&mut self, mut written: usize) {
        self.len -= written;
        while let Some(chunk) = self.chunks.front_mut() {
            if written < chunk.len() {
                return chunk.advance(written);
            }
            written -= chunk.len();
            self.chunks.pop_front();
        }
        self.tail.advance(written);
        if self.len == 0 {
            (self.chunks, self.tail) = (VecDeque::new(), BytesMut::new());
        }
    }
}

/// Writes what stands before a payload, up to the mask: one final frame.
fn head(buffer: &mut BytesMut, opcode: u8, length: usize, is_masked: bool) {
    let mask_bit = if is_masked { 0x80 } else { 0 };
    buffer.reserve(14 + if length <= COPIED { length } else { 0 });
    buffer.extend_from_slice(&[0x80 | opcode]);
    if length < 126 {
        buffer.extend_from_slice(&[mask_bit | length as u8]);
    } else if let Ok(length) = u16::try_from(length) {
        buffer.extend_from_slice(&[mask_bit | 126]);
        buffer.extend_from_slice(&length.to_be_bytes());
    } else {
        buffer.extend_from_slice(&[mask_bit | 127]);
        buffer.extend_from_slice(&(length as u64).to_be_bytes());
    }
}

/// A message as a server sends it.
pub(super) fn encode(message: &Message) -> Bytes {
    let opcode = if message.is_text() { 0x1 } else { 0x2 };
    let mut frame = BytesMut::with_capacity(14 + message.len());
    head(&mut frame, opcode, message.len(), false);
    frame.extend_from_slice(message.as_bytes());
    frame.freeze()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::future::poll_fn;

    use tokio::io::{AsyncReadExt as _, duplex};

    use super::*;

    async fn written(fill: impl FnOnce(&mut Output)) -> Vec<u8> {
        let (io, mut peer) = duplex(64);
        let mut io: Io = Box::new(io);
        let mut output = Output::new(Role::Server);
        fill(&mut output);
        let expected = output.len();
        let write = async {
            poll_fn(|context| output.poll_flush(&mut io, context)).await.unwrap();
            assert!(output.is_flushed());
            drop(io);
        };
        let mut bytes = Vec::new();
        let (read, ()) = tokio::join!(peer.read_to_end(&mut bytes), write);
        assert_eq!(read.unwrap(), expected);
        bytes
    }

    #[tokio::test]
    async fn frames_are_the_same_copied_written_in_place_and_encoded_before() {
        for length in [0, 125, 126, COPIED, COPIED + 1, 65_535, 65_536] {
            let message = Message::from(vec![7; length]);
            let plain = written(|output| output.message(message.clone())).await;
            assert_eq!(plain, encode(&message), "{length}");
            assert!(plain.ends_with(message.as_bytes()));
        }
        let three = written(|output| {
            output.message("a".into());
            output.message(vec![7; COPIED + 1].into());
            output.pong("b".into());
        });
        let three = three.await;
        assert_eq!((&three[..3], &three[three.len() - 3..]), (&b"\x81\x01a"[..], &b"\x8a\x01b"[..]));
    }

    #[tokio::test]
    async fn a_close_frame_has_a_code_or_nothing() {
        assert_eq!(written(|output| output.close(1000, &"bye".into())).await, b"\x88\x05\x03\xe8bye");
        assert_eq!(written(|output| output.close(codes::NO_STATUS, &"".into())).await, b"\x88\x00");
    }

    #[tokio::test]
    async fn a_client_masks() {
        let mut output = Output::new(Role::Client);
        output.message("hello".into());
        assert_eq!(&output.tail[..2], b"\x81\x85");
        let (mask, payload) = output.tail[2..].split_at(4);
        let plain: Vec<_> = payload.iter().zip(mask).chain([(&payload[4], &mask[0])]).map(|(a, b)| a ^ b).collect();
        assert_eq!((&plain[..], output.len()), (&b"hello"[..], 11));
    }
}
