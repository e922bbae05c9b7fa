//! What a connection needs of a library that reads frames, so that another one can be measured in its place.

use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{Message, Utf8Bytes};

/// A stream that carries frames.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

pub(crate) type Io = Box<dyn Duplex>;

/// Which end of a connection this is: a client masks what it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Server,
    Client,
}

/// What the peer has sent, fragments put together.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming {
    Message(Message),
    Ping(Bytes),
    Pong(Bytes),
    /// With the code and the words, if there are any.
    Close(Option<(u16, Utf8Bytes)>),
}

/// Why nothing more can be read.
#[derive(Debug, PartialEq)]
pub(super) enum DecodeError {
    /// The stream broke or ended.
    Lost(Utf8Bytes),
    /// The peer broke a rule, and is to be told with this code.
    Violation(u16, Utf8Bytes),
}

/// Reads frames. It answers nothing: pongs and close frames are [`Output`](super::output::Output)'s.
pub(super) trait Decoder {
    fn new(role: Role, max_message_size: usize, max_frame_size: usize) -> Self;

    /// The next message or control frame. Adds to `received` what it has read of the stream.
    fn poll_next(
        &mut self,
        io: &mut Io,
        received: &mut u64,
        context: &mut Context<'_>,
    ) -> Poll<Result<Incoming, DecodeError>>;
}

/// The library that is used.
pub(super) type Backend = super::tungstenite::Tungstenite;
