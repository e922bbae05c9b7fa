//! The connection as a plain `fn` view sees it.

use super::{CloseReason, Message, Websocket, WebsocketClosed};
use crate::executor::synchronize;

/// An open websocket for code that blocks: each method waits on the thread it is called on.
///
/// It belongs on a thread of the executor, where a plain `fn` view runs; on the event loop its methods refuse as
/// [`synchronize`] does.
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
pub struct SyncWebsocket(Websocket);

impl SyncWebsocket {
    /// Waits for the next message; `None` once closed. See [`Websocket::recv`].
    pub fn recv(&mut self) -> Option<Message> {
        synchronize(self.0.recv())
    }

    /// Sends a message and waits until it is written. See [`Websocket::send`].
    ///
    /// # Errors
    /// As [`Websocket::send`].
    pub fn send(&mut self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        synchronize(self.0.send(message.into()))
    }

    /// Closes with a code and a reason and waits for the peer's answer. See [`Websocket::close`].
    ///
    /// # Errors
    /// As [`Websocket::close`].
    pub fn close(&mut self, code: u16, reason: &str) -> Result<(), WebsocketClosed> {
        synchronize(self.0.close(code, reason))
    }

    /// Who closed the connection and why. See [`Websocket::close_reason`].
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.0.close_reason()
    }

    /// The subprotocol that was agreed on in the handshake.
    pub fn subprotocol(&self) -> Option<&str> {
        self.0.subprotocol()
    }
}

impl From<Websocket> for SyncWebsocket {
    fn from(websocket: Websocket) -> Self {
        Self(websocket)
    }
}
