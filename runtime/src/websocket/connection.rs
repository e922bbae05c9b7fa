//! The connection as an `async fn` view sees it.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::channel::Channel;
use super::json::parse;
use super::{CloseReason, Message, PreparedMessage, WebsocketClosed, WebsocketSender};

/// An open websocket.
///
/// Its connection reads and writes by itself: pings are answered and closes are completed whatever the view does. Received
/// messages wait in a queue, until that is full and no more are read; sent ones in another. The numbers are keys of
/// [`macro@crate::websocket_view`] and settings: see the [module](super).
///
/// Dropping it closes the connection once its view has ended: with 1000, or with 1011 when the view failed. It may be moved
/// into a task that outlives the view.
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
    sender: WebsocketSender,
    receiver: WebsocketReceiver,
}

/// The receiving half of a [`Websocket`].
///
/// Dropping it closes the connection once its view has ended; before that, what the peer sends is discarded.
pub struct WebsocketReceiver {
    channel: Arc<Channel>,
    subprotocol: Option<Box<str>>,
}

impl Websocket {
    pub(super) fn new(channel: Arc<Channel>, subprotocol: Option<Box<str>>) -> Self {
        let sender = WebsocketSender::new(Arc::clone(&channel));
        Self { sender, receiver: WebsocketReceiver { channel, subprotocol } }
    }

    /// Waits for the next message; `None` once the connection is closed, by whomever and for whatever reason
    /// (see [`close_reason`](Self::close_reason)).
    ///
    /// Cancel-safe: no message is lost when the future is dropped, as in a branch of `tokio::select!`.
    /// A payload may be a slice of the read buffer: [detach](Message::detach) what you keep.
    pub async fn recv(&mut self) -> Option<Message> {
        self.receiver.recv().await
    }

    /// Waits for the next message and reads it as JSON; `Ok(None)` once the connection is closed.
    ///
    /// ```
    /// use pyramidion::websocket::{Websocket, WebsocketClosed};
    ///
    /// async fn sum(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    ///     while let Some(numbers) = ws.recv_json::<Vec<i64>>().await? {
    ///         ws.send_json(&numbers.iter().sum::<i64>()).await?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// With a cause, leaving the connection open, when the message is not the JSON of a `T`. A view that ends with this error
    /// closes with 1007, and the log tells at the level `info`.
    pub async fn recv_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, WebsocketClosed> {
        self.receiver.recv_json().await
    }

    /// Sends a message: waits for room in the queue, and not until it is written (see [`flush`](Self::flush)).
    ///
    /// When the future is dropped halfway, the message is sent either whole or not at all.
    ///
    /// # Errors
    /// A [`WebsocketClosed`] without a cause when the connection is closed, and with a cause, leaving the connection open, when
    /// the message is larger than `max_message_size`.
    pub async fn send(&mut self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        self.sender.send(message).await
    }

    /// Sends a value as JSON, in a text message.
    ///
    /// # Errors
    /// As [`send`](Self::send), and with a cause when the value cannot be JSON.
    pub async fn send_json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), WebsocketClosed> {
        self.sender.send_json(value).await
    }

    /// Sends a message that was encoded before.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_prepared(&mut self, message: &PreparedMessage) -> Result<(), WebsocketClosed> {
        self.sender.send_prepared(message).await
    }

    /// Sends a message without waiting. See [`WebsocketSender::try_send`].
    ///
    /// # Errors
    /// As [`WebsocketSender::try_send`].
    pub fn try_send(&mut self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        self.sender.try_send(message)
    }

    /// Waits until what has been sent is written to the socket, or dropped for a slow peer.
    ///
    /// # Errors
    /// A [`WebsocketClosed`] without a cause when the connection closes before.
    pub async fn flush(&mut self) -> Result<(), WebsocketClosed> {
        self.sender.flush().await
    }

    /// Closes the connection with a code (see [`codes`](super::codes)) and a reason of at most 123 bytes, and waits for the
    /// peer's answer, 5 seconds at most. What the peer still sends is discarded. Does nothing when the connection is closed
    /// already.
    ///
    /// # Errors
    /// With a cause, leaving the connection open, when the code may not be sent or the reason is too long.
    pub async fn close(&mut self, code: u16, reason: &str) -> Result<(), WebsocketClosed> {
        self.sender.close(code, reason).await
    }

    /// Who closed the connection and why; `None` while it is open as far as this side knows.
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.receiver.close_reason()
    }

    /// The subprotocol that was agreed on in the handshake.
    pub fn subprotocol(&self) -> Option<&str> {
        self.receiver.subprotocol()
    }

    /// Another handle to send with, for a room or a task.
    pub fn sender(&self) -> WebsocketSender {
        self.sender.clone()
    }

    /// Two halves, for two tasks.
    ///
    /// ```
    /// use pyramidion::websocket::{Websocket, WebsocketClosed};
    ///
    /// async fn echo(ws: Websocket) -> Result<(), WebsocketClosed> {
    ///     let (sender, mut receiver) = ws.split();
    ///     while let Some(message) = receiver.recv().await {
    ///         sender.send(message).await?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn split(self) -> (WebsocketSender, WebsocketReceiver) {
        (self.sender, self.receiver)
    }
}

impl WebsocketReceiver {
    /// Waits for the next message. See [`Websocket::recv`].
    pub async fn recv(&mut self) -> Option<Message> {
        poll_fn(|context| self.channel.poll_recv(context)).await
    }

    /// Waits for the next message and reads it as JSON. See [`Websocket::recv_json`].
    ///
    /// # Errors
    /// As [`Websocket::recv_json`].
    pub async fn recv_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, WebsocketClosed> {
        self.recv().await.map(|message| parse(&message)).transpose()
    }

    /// Who closed the connection and why. See [`Websocket::close_reason`].
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.channel.reason()
    }

    /// The subprotocol that was agreed on in the handshake.
    pub fn subprotocol(&self) -> Option<&str> {
        self.subprotocol.as_deref()
    }
}

impl Drop for WebsocketReceiver {
    fn drop(&mut self) {
        self.channel.drop_receiver();
    }
}

impl fmt::Debug for Websocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Websocket")
            .field("close_reason", &self.close_reason())
            .field("subprotocol", &self.subprotocol())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for WebsocketReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebsocketReceiver").field("close_reason", &self.close_reason()).finish_non_exhaustive()
    }
}
