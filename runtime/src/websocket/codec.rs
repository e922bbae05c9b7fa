//! Frames on a stream: the one place that uses tungstenite's stream, for servers and for the test client.

use std::{fmt, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    time::{Instant, timeout_at},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message as Frame,
        error::ProtocolError,
        protocol::{CloseFrame, Role, WebSocketConfig},
    },
};

use super::{CloseReason, ClosedBy, Message, Utf8Bytes, WebsocketClosed, close::check_close, codes};

/// The largest message that is received or sent: 1 MiB of payload.
pub const MAX_MESSAGE_SIZE: usize = 1024 * 1024;

/// How long the whole of a close handshake may take. After that the connection is dropped.
pub(super) const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

const READ_BUFFER_SIZE: usize = 4 * 1024;
const WRITE_BUFFER_SIZE: usize = 8 * 1024;

/// A stream that carries frames.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

pub(crate) type Io = Box<dyn Duplex>;

/// One side of a connection.
///
/// All methods are cancel-safe: what a dropped future left undone, the next call takes up.
pub(crate) struct Codec {
    stream: WebSocketStream<Io>,
    role: Role,
    /// A message is in the write buffer whose flush was not awaited to its end.
    unflushed: bool,
    reason: Option<CloseReason>,
    /// The close frame that tells our reason, until it is written.
    farewell: Option<CloseFrame>,
    deadline: Option<Instant>,
    finished: bool,
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codec").field("role", &self.role).field("reason", &self.reason).finish_non_exhaustive()
    }
}

impl Codec {
    pub(crate) async fn server(io: Io) -> Self {
        Self::new(io, Role::Server).await
    }

    pub(crate) async fn client(io: Io) -> Self {
        Self::new(io, Role::Client).await
    }

    async fn new(io: Io, role: Role) -> Self {
        // The write buffer is bounded for the pongs: a peer that pings and never reads would make it grow.
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_SIZE)
            .write_buffer_size(WRITE_BUFFER_SIZE)
            .max_write_buffer_size(MAX_MESSAGE_SIZE + 2 * WRITE_BUFFER_SIZE)
            .max_message_size(Some(MAX_MESSAGE_SIZE))
            .max_frame_size(Some(MAX_MESSAGE_SIZE));
        let stream = WebSocketStream::from_raw_socket(io, role, Some(config)).await;
        Self { stream, role, unflushed: false, reason: None, farewell: None, deadline: None, finished: false }
    }

    pub(crate) fn reason(&self) -> Option<&CloseReason> {
        self.reason.as_ref()
    }

    /// The next message; `None` once closed, and then the peer's close frame is answered or ours is written.
    pub(crate) async fn recv(&mut self) -> Option<Message> {
        if self.unflushed && self.reason.is_none() {
            self.flush().await;
        }
        while self.reason.is_none() {
            match self.stream.next().await {
                Some(Ok(Frame::Text(text))) => return Some(Message::Text(text)),
                Some(Ok(Frame::Binary(bytes))) => return Some(Message::Binary(bytes)),
                Some(Ok(Frame::Ping(_) | Frame::Pong(_) | Frame::Frame(_))) => {}
                Some(Ok(Frame::Close(frame))) => self.closed_by_peer(frame),
                Some(Err(error)) => self.failed(&error),
                None => self.lost("the stream ended".into()),
            }
        }
        self.say_goodbye().await;
        None
    }

    /// Sends a message and flushes it.
    pub(crate) async fn send(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        if message.len() > MAX_MESSAGE_SIZE {
            return Err(WebsocketClosed::because(format!(
                "a message of {} bytes is over the limit of {MAX_MESSAGE_SIZE}\nhelp: send it in parts",
                message.len()
            )));
        }
        self.send_frame(match message {
            Message::Text(text) => Frame::Text(text),
            Message::Binary(bytes) => Frame::Binary(bytes),
        })
        .await
    }

    pub(crate) async fn ping(&mut self, payload: Vec<u8>) -> Result<(), WebsocketClosed> {
        self.send_frame(Frame::Ping(payload.into())).await
    }

    async fn send_frame(&mut self, frame: Frame) -> Result<(), WebsocketClosed> {
        if self.reason.is_none() {
            self.unflushed = true;
            match write(&mut self.stream, frame).await {
                Ok(()) => self.flush().await,
                Err(error) => self.lost(error.to_string().into()),
            }
        }
        if self.reason.is_none() { Ok(()) } else { Err(WebsocketClosed::new()) }
    }

    async fn flush(&mut self) {
        match self.stream.flush().await {
            Ok(()) => self.unflushed = false,
            Err(error) => self.lost(error.to_string().into()),
        }
    }

    /// Closes with our reason and completes the close handshake.
    pub(crate) async fn close(&mut self, code: u16, text: &str) -> Result<(), WebsocketClosed> {
        check_close(code, text).map_err(WebsocketClosed::because)?;
        self.start_close(code, text.into());
        self.finish().await;
        Ok(())
    }

    /// Closes with our reason, unless the connection is closed already. Does not wait: see [`finish`](Self::finish).
    pub(super) fn start_close(&mut self, code: u16, text: Utf8Bytes) {
        if self.reason.is_none() {
            let by = if self.role == Role::Server { ClosedBy::Server } else { ClosedBy::Client };
            self.farewell = Some(CloseFrame { code: code.into(), reason: text.clone() });
            self.reason = Some(CloseReason { by, code, text });
        }
    }

    /// Completes the close handshake and ends the stream, within [`CLOSE_TIMEOUT`].
    pub(super) async fn finish(&mut self) {
        if self.finished {
            return;
        }
        let deadline = self.deadline();
        match timeout_at(deadline, self.hang_up()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "the close handshake broke off"),
            Err(_) => tracing::debug!("the peer did not complete the close handshake within {CLOSE_TIMEOUT:?}"),
        }
        self.finished = true;
    }

    /// Writes the close frame that is due and nothing after it, within [`CLOSE_TIMEOUT`].
    async fn say_goodbye(&mut self) {
        if self.finished {
            return;
        }
        let deadline = self.deadline();
        let goodbye = async {
            self.write_farewell().await?;
            Ok::<_, Error>(self.stream.get_mut().shutdown().await?)
        };
        match timeout_at(deadline, goodbye).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "the close frame was not sent"),
            Err(_) => tracing::debug!("the peer did not take the close frame within {CLOSE_TIMEOUT:?}"),
        }
    }

    async fn write_farewell(&mut self) -> Result<(), Error> {
        // Before the frame too: tungstenite loses a close frame that finds its buffer full.
        self.stream.flush().await?;
        if let Some(frame) = self.farewell.clone() {
            self.stream.feed(Frame::Close(Some(frame))).await?;
            self.farewell = None;
        }
        self.stream.flush().await
    }

    async fn hang_up(&mut self) -> Result<(), Error> {
        self.write_farewell().await?;
        while let Some(Ok(_)) = self.stream.next().await {}
        self.stream.get_mut().shutdown().await?;
        // A socket dropped with unread input is reset, and a reset can overtake the close frame: read to the end.
        tokio::io::copy(self.stream.get_mut(), &mut tokio::io::sink()).await?;
        Ok(())
    }

    fn deadline(&mut self) -> Instant {
        *self.deadline.get_or_insert_with(|| Instant::now() + CLOSE_TIMEOUT)
    }

    fn closed_by_peer(&mut self, frame: Option<CloseFrame>) {
        let by = if self.role == Role::Server { ClosedBy::Client } else { ClosedBy::Server };
        self.reason = Some(match frame {
            Some(frame) => CloseReason { by, code: frame.code.into(), text: frame.reason },
            None => CloseReason { by, code: codes::NO_STATUS, text: Utf8Bytes::default() },
        });
    }

    fn failed(&mut self, error: &Error) {
        let (code, text) = match error {
            Error::Io(_) | Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
                return self.lost(error.to_string().into());
            }
            Error::Capacity(_) => (codes::MESSAGE_TOO_BIG, format!("the limit is {MAX_MESSAGE_SIZE} bytes")),
            Error::Utf8(_) => (codes::INVALID_PAYLOAD, "text must be UTF-8".to_owned()),
            _ => (codes::PROTOCOL_ERROR, error.to_string()),
        };
        self.start_close(code, text.into());
    }

    fn lost(&mut self, text: Utf8Bytes) {
        self.reason.get_or_insert(CloseReason { by: ClosedBy::Transport, code: codes::ABNORMAL, text });
    }
}

/// Puts a frame into the write buffer; flushes first when pongs have filled it.
async fn write(stream: &mut WebSocketStream<Io>, frame: Frame) -> Result<(), Error> {
    match stream.feed(frame).await {
        Err(Error::WriteBufferFull(frame)) => {
            stream.flush().await?;
            stream.feed(*frame).await
        }
        written => written,
    }
}
