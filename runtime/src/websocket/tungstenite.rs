//! Frames read by tungstenite: the one place that uses it.

use std::io::{self, Read, Write};
use std::task::{Context, Poll};

use tokio_tungstenite::tungstenite::{
    Error, Message as Frame,
    error::ProtocolError,
    protocol::{Role as TungsteniteRole, WebSocketConfig, WebSocketContext},
};

use super::ahead::ReadAhead;
use super::frames::{DecodeError, Decoder, Incoming, Io, Role};
use super::{Message, codes};

/// What tungstenite reads at once into a buffer that it zeroes for each read, and has for as long as the connection is open. It
/// gets that from a [`ReadAhead`], so it need not be much.
const READ_BUFFER_SIZE: usize = 1024;

/// tungstenite's state of a connection, without its stream: that is lent to it for each read.
pub(super) struct Tungstenite {
    context: WebSocketContext,
    ahead: ReadAhead,
    max_message_size: usize,
}

impl Decoder for Tungstenite {
    fn new(role: Role, max_message_size: usize, max_frame_size: usize) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_SIZE)
            .write_buffer_size(0)
            .max_message_size(Some(max_message_size))
            .max_frame_size(Some(max_frame_size));
        let role = match role {
            Role::Server => TungsteniteRole::Server,
            Role::Client => TungsteniteRole::Client,
        };
        Self {
            context: WebSocketContext::new(role, Some(config)),
            ahead: ReadAhead::default(),
            max_message_size: max_message_size.min(max_frame_size),
        }
    }

    fn poll_next(
        &mut self,
        io: &mut Io,
        received: &mut u64,
        context: &mut Context<'_>,
    ) -> Poll<Result<Incoming, DecodeError>> {
        let mut input = Input { io, ahead: &mut self.ahead, received, context };
        loop {
            return Poll::Ready(match self.context.read(&mut input) {
                Ok(Frame::Text(text)) => Ok(Incoming::Message(Message::Text(text))),
                Ok(Frame::Binary(bytes)) => Ok(Incoming::Message(Message::Binary(bytes))),
                Ok(Frame::Ping(payload)) => Ok(Incoming::Ping(payload)),
                Ok(Frame::Pong(payload)) => Ok(Incoming::Pong(payload)),
                Ok(Frame::Close(frame)) => {
                    Ok(Incoming::Close(frame.map(|frame| (u16::from(frame.code), frame.reason))))
                }
                Ok(Frame::Frame(_)) => continue,
                Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => return Poll::Pending,
                Err(error) => Err(self.failed(&error)),
            });
        }
    }
}

impl Tungstenite {
    fn failed(&self, error: &Error) -> DecodeError {
        match error {
            Error::Io(_) => DecodeError::Lost(error.to_string().into()),
            Error::ConnectionClosed
            | Error::AlreadyClosed
            | Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
                DecodeError::Lost("the stream ended".into())
            }
            Error::Capacity(_) => {
                let text = format!("the limit is {} bytes", self.max_message_size);
                DecodeError::Violation(codes::MESSAGE_TOO_BIG, text.into())
            }
            Error::Utf8(_) => DecodeError::Violation(codes::INVALID_PAYLOAD, "text must be UTF-8".into()),
            _ => DecodeError::Violation(codes::PROTOCOL_ERROR, error.to_string().into()),
        }
    }
}

/// The stream during one read.
struct Input<'a, 'b> {
    io: &'a mut Io,
    ahead: &'a mut ReadAhead,
    received: &'a mut u64,
    context: &'a mut Context<'b>,
}

impl Read for Input<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Self { io, ahead, received, context } = self;
        match ahead.poll_read(io, buffer, received, context) {
            Poll::Ready(result) => result,
            Poll::Pending => Err(io::ErrorKind::WouldBlock.into()),
        }
    }
}

/// tungstenite answers pings and close frames by itself. Its answers go nowhere, since the connection answers.
impl Write for Input<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
