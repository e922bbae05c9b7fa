//! The connection as an `async fn` view sees it.

use std::fmt;

use tokio::sync::oneshot;

use super::{CloseReason, Codec, Io, Message, Utf8Bytes, WebsocketClosed, codes};

/// How the messages of a connection are handed over.
///
/// At most one of the two is useful; the `websocket_view` macro refuses both together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WebsocketOptions {
    /// Text messages are received as binary ones.
    pub use_bytes: bool,
    /// Binary messages are received as text; one that is not UTF-8 closes the connection with 1007.
    pub use_str: bool,
}

impl WebsocketOptions {
    fn coerce(self, message: Message) -> Option<Message> {
        match message {
            Message::Text(text) if self.use_bytes => Some(Message::Binary(text.into())),
            Message::Binary(bytes) if self.use_str => Utf8Bytes::try_from(bytes).map(Message::Text).ok(),
            message => Some(message),
        }
    }
}

/// An open websocket.
///
/// Pings of the peer are answered while [`recv`](Self::recv) waits, so a view that only sends should still receive now and then.
/// Dropping it closes the connection: with 1000, or with 1011 when the view failed.
///
/// ```
/// use pyramidion::websocket::{Websocket, WebsocketClosed};
///
/// async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
///     while let Some(message) = ws.recv().await {
///         ws.send(message).await?;
///     }
///     Ok(())
/// }
/// ```
pub struct Websocket {
    /// The codec and the way back to the task that closes it; `None` only within `drop`.
    loan: Option<Loan>,
    options: WebsocketOptions,
    subprotocol: Option<Box<str>>,
}

type Loan = (Codec, oneshot::Sender<Codec>);

/// The other end of a [`Websocket`]: closes the connection once the view has dropped it.
pub(crate) struct Returned(oneshot::Receiver<Codec>);

/// Opens the server's side of a websocket on a stream whose handshake is done.
pub(crate) async fn open(io: Io, options: WebsocketOptions, subprotocol: Option<Box<str>>) -> (Websocket, Returned) {
    let (sender, receiver) = oneshot::channel();
    let loan = Some((Codec::server(io).await, sender));
    (Websocket { loan, options, subprotocol }, Returned(receiver))
}

impl Returned {
    /// Waits until the websocket is dropped, then closes it, unless it is closed already.
    pub(crate) async fn close(self, code: u16, text: &'static str) {
        let Ok(mut codec) = self.0.await else {
            return; // Forgotten instead of dropped: there is nothing left to close.
        };
        codec.start_close(code, Utf8Bytes::from_static(text));
        codec.finish().await;
    }
}

impl Websocket {
    /// Waits for the next message; `None` once the connection is closed, by whomever and for whatever reason
    /// (see [`close_reason`](Self::close_reason)).
    ///
    /// Cancel-safe: no message is lost when the future is dropped, as in a branch of `tokio::select!`.
    /// A payload is a slice of the read buffer: [detach](Message::detach) what you keep.
    pub async fn recv(&mut self) -> Option<Message> {
        let message = self.codec().recv().await?;
        let coerced = self.options.coerce(message);
        if coerced.is_none() {
            let codec = self.codec();
            codec.start_close(codes::INVALID_PAYLOAD, Utf8Bytes::from_static("text must be UTF-8"));
            codec.recv().await;
        }
        coerced
    }

    /// Sends a message of at most [`MAX_MESSAGE_SIZE`](super::MAX_MESSAGE_SIZE) bytes and waits until it is written to the socket.
    ///
    /// When the future is dropped halfway, the message is sent either whole or not at all.
    ///
    /// # Errors
    /// A [`WebsocketClosed`] without a cause when the connection is closed, and with a cause, leaving the connection open, when
    /// the message is too large.
    pub async fn send(&mut self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        self.codec().send(message.into()).await
    }

    /// Closes the connection with a code (see [`codes`]) and a reason of at most 123 bytes, and waits for the peer's
    /// answer, 5 seconds at most. What the peer still sends is discarded. Does nothing when the connection is closed already.
    ///
    /// # Errors
    /// With a cause, leaving the connection open, when the code may not be sent or the reason is too long.
    pub async fn close(&mut self, code: u16, reason: &str) -> Result<(), WebsocketClosed> {
        self.codec().close(code, reason).await
    }

    /// Who closed the connection and why; `None` while it is open as far as this side knows.
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.loan.as_ref().and_then(|(codec, _)| codec.reason())
    }

    /// The subprotocol that was agreed on in the handshake.
    pub fn subprotocol(&self) -> Option<&str> {
        self.subprotocol.as_deref()
    }

    fn codec(&mut self) -> &mut Codec {
        let (codec, _) = self.loan.as_mut().expect("the loan is only given back by drop");
        codec
    }
}

impl fmt::Debug for Websocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Websocket")
            .field("close_reason", &self.close_reason())
            .field("subprotocol", &self.subprotocol)
            .finish_non_exhaustive()
    }
}

impl Drop for Websocket {
    fn drop(&mut self) {
        if let Some((codec, lender)) = self.loan.take() {
            // Refused when the runtime shuts down and the task is gone: dropping the codec then ends the connection.
            let _ = lender.send(codec);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn coerce(use_bytes: bool, use_str: bool, message: impl Into<Message>) -> Option<Message> {
        WebsocketOptions { use_bytes, use_str }.coerce(message.into())
    }

    #[test]
    fn messages_become_what_the_view_asked_for() {
        assert_eq!(coerce(false, false, "a"), Some("a".into()));
        assert_eq!(coerce(true, false, "a"), Some(vec![b'a'].into()));
        assert_eq!(coerce(true, false, vec![0xff]), Some(vec![0xff].into()));
        assert_eq!(coerce(false, true, vec![b'a']), Some("a".into()));
        assert_eq!(coerce(false, true, vec![0xff]), None);
    }
}
