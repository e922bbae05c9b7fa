//! The connection as a plain `fn` view sees it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{CloseReason, Message, PreparedMessage, Websocket, WebsocketClosed, WebsocketReceiver, WebsocketSender};
use crate::executor::synchronize;

/// An open websocket for code that blocks: each method waits on the thread it is called on.
///
/// It belongs on a thread of the executor, where a plain `fn` view runs; on the event loop its methods refuse as
/// [`synchronize`] does. The connection reads, writes and answers pings on the event loop, whatever the thread does.
///
/// ```
/// use pyramidion::websocket::{SyncWebsocket, WebsocketClosed};
///
/// fn echo(mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
///     while let Some(message) = ws.recv() {
///         ws.send(message)?;
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug)]
pub struct SyncWebsocket {
    sender: SyncWebsocketSender,
    receiver: SyncWebsocketReceiver,
}

/// The sending half of a [`SyncWebsocket`], which can be cloned. See [`WebsocketSender`], into which it turns and back.
#[derive(Clone, Debug)]
pub struct SyncWebsocketSender(WebsocketSender);

/// The receiving half of a [`SyncWebsocket`]. See [`WebsocketReceiver`], into which it turns and back.
#[derive(Debug)]
pub struct SyncWebsocketReceiver(WebsocketReceiver);

impl SyncWebsocket {
    /// Waits for the next message; `None` once closed. See [`Websocket::recv`].
    pub fn recv(&mut self) -> Option<Message> {
        self.receiver.recv()
    }

    /// Waits for the next message and reads it as JSON. See [`Websocket::recv_json`].
    ///
    /// # Errors
    /// As [`Websocket::recv_json`].
    pub fn recv_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, WebsocketClosed> {
        self.receiver.recv_json()
    }

    /// Sends a message: waits for room in the queue. See [`Websocket::send`].
    ///
    /// # Errors
    /// As [`Websocket::send`].
    pub fn send(&mut self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        self.sender.send(message)
    }

    /// Sends a value as JSON. See [`Websocket::send_json`].
    ///
    /// # Errors
    /// As [`Websocket::send_json`].
    pub fn send_json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), WebsocketClosed> {
        self.sender.send_json(value)
    }

    /// Sends a message that was encoded before. See [`Websocket::send_prepared`].
    ///
    /// # Errors
    /// As [`Websocket::send`].
    pub fn send_prepared(&mut self, message: &PreparedMessage) -> Result<(), WebsocketClosed> {
        self.sender.send_prepared(message)
    }

    /// Sends a message without waiting. See [`WebsocketSender::try_send`].
    ///
    /// # Errors
    /// As [`WebsocketSender::try_send`].
    pub fn try_send(&mut self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        self.sender.try_send(message)
    }

    /// Waits until what has been sent is written to the socket. See [`Websocket::flush`].
    ///
    /// # Errors
    /// As [`Websocket::flush`].
    pub fn flush(&mut self) -> Result<(), WebsocketClosed> {
        self.sender.flush()
    }

    /// Closes with a code and a reason and waits for the peer's answer. See [`Websocket::close`].
    ///
    /// # Errors
    /// As [`Websocket::close`].
    pub fn close(&mut self, code: u16, reason: &str) -> Result<(), WebsocketClosed> {
        self.sender.close(code, reason)
    }

    /// Who closed the connection and why. See [`Websocket::close_reason`].
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.receiver.close_reason()
    }

    /// The subprotocol that was agreed on in the handshake.
    pub fn subprotocol(&self) -> Option<&str> {
        self.receiver.0.subprotocol()
    }

    /// Another handle to send with.
    pub fn sender(&self) -> SyncWebsocketSender {
        self.sender.clone()
    }

    /// Two halves, for two threads.
    pub fn split(self) -> (SyncWebsocketSender, SyncWebsocketReceiver) {
        (self.sender, self.receiver)
    }
}

impl SyncWebsocketSender {
    /// Sends a message: waits for room in the queue. See [`WebsocketSender::send`].
    ///
    /// # Errors
    /// As [`WebsocketSender::send`].
    pub fn send(&self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        synchronize(self.0.send(message.into()))
    }

    /// Sends a value as JSON. See [`WebsocketSender::send_json`].
    ///
    /// # Errors
    /// As [`WebsocketSender::send_json`].
    pub fn send_json<T: Serialize + ?Sized>(&self, value: &T) -> Result<(), WebsocketClosed> {
        synchronize(self.0.send_json(value))
    }

    /// Sends a message that was encoded before. See [`WebsocketSender::send_prepared`].
    ///
    /// # Errors
    /// As [`WebsocketSender::send`].
    pub fn send_prepared(&self, message: &PreparedMessage) -> Result<(), WebsocketClosed> {
        synchronize(self.0.send_prepared(message))
    }

    /// Sends a message without waiting, on any thread. See [`WebsocketSender::try_send`].
    ///
    /// # Errors
    /// As [`WebsocketSender::try_send`].
    pub fn try_send(&self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        self.0.try_send(message)
    }

    /// As [`try_send`](Self::try_send), for a message that was encoded before.
    ///
    /// # Errors
    /// As [`WebsocketSender::try_send`].
    pub fn try_send_prepared(&self, message: &PreparedMessage) -> Result<(), WebsocketClosed> {
        self.0.try_send_prepared(message)
    }

    /// Waits until what has been sent is written to the socket. See [`WebsocketSender::flush`].
    ///
    /// # Errors
    /// As [`WebsocketSender::flush`].
    pub fn flush(&self) -> Result<(), WebsocketClosed> {
        synchronize(self.0.flush())
    }

    /// Closes with a code and a reason and waits for the peer's answer. See [`WebsocketSender::close`].
    ///
    /// # Errors
    /// As [`WebsocketSender::close`].
    pub fn close(&self, code: u16, reason: &str) -> Result<(), WebsocketClosed> {
        synchronize(self.0.close(code, reason))
    }

    /// Who closed the connection and why. See [`Websocket::close_reason`].
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.0.close_reason()
    }
}

impl SyncWebsocketReceiver {
    /// Waits for the next message; `None` once closed. See [`Websocket::recv`].
    pub fn recv(&mut self) -> Option<Message> {
        synchronize(self.0.recv())
    }

    /// Waits for the next message and reads it as JSON. See [`Websocket::recv_json`].
    ///
    /// # Errors
    /// As [`Websocket::recv_json`].
    pub fn recv_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, WebsocketClosed> {
        synchronize(self.0.recv_json())
    }

    /// Who closed the connection and why. See [`Websocket::close_reason`].
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.0.close_reason()
    }
}

impl From<Websocket> for SyncWebsocket {
    fn from(websocket: Websocket) -> Self {
        let (sender, receiver) = websocket.split();
        Self { sender: sender.into(), receiver: receiver.into() }
    }
}

impl From<WebsocketSender> for SyncWebsocketSender {
    fn from(sender: WebsocketSender) -> Self {
        Self(sender)
    }
}

impl From<SyncWebsocketSender> for WebsocketSender {
    fn from(sender: SyncWebsocketSender) -> Self {
        sender.0
    }
}

impl From<WebsocketReceiver> for SyncWebsocketReceiver {
    fn from(receiver: WebsocketReceiver) -> Self {
        Self(receiver)
    }
}

impl From<SyncWebsocketReceiver> for WebsocketReceiver {
    fn from(receiver: SyncWebsocketReceiver) -> Self {
        receiver.0
    }
}
