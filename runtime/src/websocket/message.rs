//! What travels over a websocket.

use bytes::Bytes;

/// Bytes known to be UTF-8: a `str` that is cheap to clone, as [`Bytes`] is for `[u8]`.
///
/// It dereferences to `str`. This is tungstenite's type, re-exported.
pub use tokio_tungstenite::tungstenite::Utf8Bytes;

/// A text or binary message ([RFC 6455, section 5.6](https://www.rfc-editor.org/rfc/rfc6455#section-5.6)).
///
/// Cloning is cheap, because the payload is shared. A received payload is a slice of the connection's read buffer:
/// [`detach`](Self::detach) it before you keep it for long.
///
/// ```
/// use pyramidion::websocket::Message;
///
/// assert_eq!(Message::from("hello").as_text(), Some("hello"));
/// assert_eq!(Message::from(vec![1, 2]).as_bytes(), [1, 2]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// A text message.
    Text(Utf8Bytes),
    /// A binary message.
    Binary(Bytes),
}

impl Message {
    /// The text, or `None` for a binary message.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Binary(_) => None,
        }
    }

    /// The payload, whichever kind of message it is: text is its UTF-8 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_ref(),
            Self::Binary(bytes) => bytes,
        }
    }

    /// The text, or the message itself back when it is binary.
    ///
    /// # Errors
    /// A binary message is returned as it is, also when its payload happens to be UTF-8.
    pub fn into_text(self) -> Result<Utf8Bytes, Self> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Binary(_) => Err(self),
        }
    }

    /// The payload, whichever kind of message it is; nothing is copied.
    pub fn into_bytes(self) -> Bytes {
        match self {
            Self::Text(text) => text.into(),
            Self::Binary(bytes) => bytes,
        }
    }

    /// Whether this is a text message.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// Whether this is a binary message.
    pub fn is_binary(&self) -> bool {
        matches!(self, Self::Binary(_))
    }

    /// The length of the payload in bytes.
    pub fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// Whether the payload is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same message in memory of its own.
    ///
    /// A received payload keeps the whole buffer alive that it was read into, which may be far larger.
    /// Detach what goes into a history, a queue or a room.
    #[must_use = "this returns the detached message"]
    pub fn detach(&self) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.as_str().into()),
            Self::Binary(bytes) => Self::Binary(Bytes::copy_from_slice(bytes)),
        }
    }
}

impl From<Utf8Bytes> for Message {
    fn from(text: Utf8Bytes) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<&String> for Message {
    fn from(text: &String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Bytes> for Message {
    fn from(bytes: Bytes) -> Self {
        Self::Binary(bytes)
    }
}

impl From<Vec<u8>> for Message {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(bytes.into())
    }
}

impl From<&[u8]> for Message {
    fn from(bytes: &[u8]) -> Self {
        Self::Binary(Bytes::copy_from_slice(bytes))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn text_gives_up_its_bytes_and_binary_does_not_pretend_to_be_text() {
        let text = Message::from("grüß".to_owned());
        assert_eq!(text.as_bytes(), "grüß".as_bytes());
        assert_eq!((text.len(), text.is_text(), text.is_binary()), (6, true, false));
        assert_eq!(text.clone().into_text().unwrap(), "grüß");
        assert_eq!(text.into_bytes(), "grüß".as_bytes());

        let binary = Message::from(&b"abc"[..]);
        assert_eq!(binary.as_text(), None);
        assert_eq!(binary.clone().into_text(), Err(binary));
    }

    #[test]
    fn a_detached_message_is_equal_and_lives_elsewhere() {
        let buffer = Bytes::from(vec![7; 4096]);
        let message = Message::from(buffer.slice(10..20));
        let detached = message.detach();
        assert_eq!(detached, message);
        assert!(!buffer.as_ptr_range().contains(&detached.as_bytes().as_ptr()));
        assert_eq!(Message::from("a").detach(), Message::from("a"));
    }
}
