//! Websockets ([RFC 6455](https://www.rfc-editor.org/rfc/rfc6455)): a connection that a view reads and writes message by message.
//!
//! A view gets the connection as [`Websocket`] when it is an `async fn`, as [`SyncWebsocket`] when it is a plain `fn`;
//! [`WebsocketCallbacks`] turns the same connection into methods that are called as things happen.
//! Pings are answered and close handshakes are completed here, so a view sees only [`Message`]s and, at the end, `None`.
//!
//! | the view … | the peer is sent |
//! |---|---|
//! | returns | 1000 |
//! | returns an error, or panics (both are logged) | 1011 |
//! | does either because the [executor](crate::executor) refused a job | 1013 |
//! | returns a [`WebsocketClosed`] that has no cause | 1000 |
//! | calls [`close`](Websocket::close) | its code and reason |
//!
//! A peer that breaks the protocol is sent 1002, text that is not UTF-8 1007, a message over [`MAX_MESSAGE_SIZE`] 1009.
//!
//! The layers, lowest first: `codec` (frames; the only user of tungstenite's stream), `connection`, `callbacks` and `blocking`, `handshake`.

mod blocking;
mod callbacks;
mod close;
mod codec;
mod connection;
mod handshake;
mod message;
mod outcome;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use self::{
    blocking::SyncWebsocket,
    callbacks::{WebsocketCallbacks, WebsocketConnectionView, default_field},
    close::{CloseReason, ClosedBy, WebsocketClosed, codes},
    codec::MAX_MESSAGE_SIZE,
    connection::{Websocket, WebsocketOptions},
    handshake::Handshake,
    message::{Message, Utf8Bytes},
    outcome::WebsocketOutcome,
};
pub(crate) use self::{
    codec::{Codec, Io},
    connection::open,
};
