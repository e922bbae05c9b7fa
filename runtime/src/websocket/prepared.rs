//! A message for many.

use bytes::Bytes;

use super::{Message, output::encode};

/// A message that is encoded once, however many websockets it is sent to.
///
/// A server's frames are not masked, so the bytes are the same for all. Clones share them.
///
/// ```
/// use pyramidion::websocket::{PreparedMessage, WebsocketSender};
///
/// fn tell_all(room: &[WebsocketSender], text: &str) {
///     let message = PreparedMessage::new(text);
///     for member in room {
///         // Who is closed leaves the room by itself.
///         let _ = member.try_send_prepared(&message);
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct PreparedMessage {
    pub(super) frame: Bytes,
    len: usize,
}

impl PreparedMessage {
    /// Encodes a message.
    pub fn new(message: impl Into<Message>) -> Self {
        let message = message.into();
        Self { frame: encode(&message), len: message.len() }
    }

    /// The length of the payload in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the payload is empty.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}
