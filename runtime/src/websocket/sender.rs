//! Handles to send with.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use serde::Serialize;

use super::channel::{Channel, Outgoing};
use super::close::check_close;
use super::json::text_of;
use super::{CloseReason, Message, PreparedMessage, WebsocketClosed};

/// The sending half of a [`Websocket`](super::Websocket), which can be cloned: one for each room that the peer is in.
///
/// It does not keep the connection open: that ends when its view has ended and nobody receives from it any more.
///
/// ```
/// use std::sync::Mutex;
///
/// use pyramidion::websocket::{Message, PreparedMessage, Websocket, WebsocketSender};
///
/// static ROOM: Mutex<Vec<WebsocketSender>> = Mutex::new(Vec::new());
///
/// fn tell_all(message: impl Into<Message>) {
///     let message = PreparedMessage::new(message);
///     let mut room = ROOM.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
///     // Who is closed, or too slow, leaves the room.
///     room.retain(|member| member.try_send_prepared(&message).is_ok());
/// }
///
/// async fn join(mut ws: Websocket) {
///     ROOM.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(ws.sender());
///     while let Some(message) = ws.recv().await {
///         tell_all(message);
///     }
/// }
/// ```
#[derive(Clone)]
pub struct WebsocketSender(Arc<Channel>);

impl WebsocketSender {
    pub(super) fn new(channel: Arc<Channel>) -> Self {
        Self(channel)
    }

    /// Sends a message: waits for room in the queue. See [`Websocket::send`](super::Websocket::send).
    ///
    /// # Errors
    /// As [`Websocket::send`](super::Websocket::send).
    pub async fn send(&self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        self.queue(Outgoing::Message(message.into())).await
    }

    /// Sends a value as JSON, in a text message.
    ///
    /// # Errors
    /// As [`send`](Self::send), and with a cause when the value cannot be JSON.
    pub async fn send_json<T: Serialize + ?Sized>(&self, value: &T) -> Result<(), WebsocketClosed> {
        // Not across the `await`: the value need not be `Sync`.
        let text = text_of(value);
        self.send(text?).await
    }

    /// Sends a message that was encoded before.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_prepared(&self, message: &PreparedMessage) -> Result<(), WebsocketClosed> {
        self.queue(Outgoing::Prepared(message.clone())).await
    }

    /// Sends a message without waiting. Where there is no room in the queue, it happens what the view's `slow_consumer` says:
    /// the connection is closed with 1008, or older messages are dropped for this one.
    ///
    /// # Errors
    /// A [`WebsocketClosed`] without a cause when the connection is closed, or is now; with a cause, leaving it open, when the
    /// message is larger than `max_message_size`.
    pub fn try_send(&self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        self.0.try_send(Outgoing::Message(message.into()))
    }

    /// As [`try_send`](Self::try_send), for a message that was encoded before.
    ///
    /// # Errors
    /// As [`try_send`](Self::try_send).
    pub fn try_send_prepared(&self, message: &PreparedMessage) -> Result<(), WebsocketClosed> {
        self.0.try_send(Outgoing::Prepared(message.clone()))
    }

    /// Waits until what has been sent is written to the socket, or dropped for a slow peer.
    ///
    /// # Errors
    /// A [`WebsocketClosed`] without a cause when the connection closes before.
    pub async fn flush(&self) -> Result<(), WebsocketClosed> {
        let mark = self.0.mark();
        poll_fn(|context| self.0.poll_flush(mark, context)).await
    }

    /// Closes the connection and waits for the peer's answer. See [`Websocket::close`](super::Websocket::close).
    ///
    /// # Errors
    /// As [`Websocket::close`](super::Websocket::close).
    pub async fn close(&self, code: u16, reason: &str) -> Result<(), WebsocketClosed> {
        check_close(code, reason).map_err(WebsocketClosed::because)?;
        self.0.close(code, reason.into());
        poll_fn(|context| self.0.poll_closed(context)).await;
        Ok(())
    }

    /// Who closed the connection and why; `None` while it is open as far as this side knows.
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.0.reason()
    }

    pub(crate) async fn ping(&self, payload: Vec<u8>) -> Result<(), WebsocketClosed> {
        self.queue(Outgoing::Ping(payload.into())).await
    }

    async fn queue(&self, outgoing: Outgoing) -> Result<(), WebsocketClosed> {
        let mut outgoing = Some(outgoing);
        poll_fn(|context| self.0.poll_send(&mut outgoing, context)).await
    }
}

impl fmt::Debug for WebsocketSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebsocketSender").field("close_reason", &self.close_reason()).finish_non_exhaustive()
    }
}
