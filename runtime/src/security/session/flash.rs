//! Messages for the page that a browser shows next.

use serde::Serialize;
use serde_json::Value;

/// A message for [`Session::flash`](super::Session::flash). Source: the arguments of Pyramid's `ISession.flash`.
///
/// ```
/// use pyramidion::security::session::Flash;
///
/// let flash = Flash::new("The mail cannot be sent.").queue("errors").allow_duplicate(false);
/// let with_link = Flash::new(("Saved.", "/articles/7"));
/// ```
#[derive(Debug)]
#[must_use = "a message is left by `session.flash(…)`"]
pub struct Flash {
    pub(super) message: serde_json::Result<Value>,
    pub(super) queue: String,
    pub(super) allow_duplicate: bool,
}

impl Flash {
    /// A message for the queue that has no name: a text, or any data that has JSON.
    pub fn new(message: impl Serialize) -> Self {
        Self { message: serde_json::to_value(message), queue: String::new(), allow_duplicate: true }
    }

    /// Puts the message into a queue of this name.
    pub fn queue(self, name: impl Into<String>) -> Self {
        Self { queue: name.into(), ..self }
    }

    /// Whether the message is added although the queue has the same already. It is, unless set.
    pub fn allow_duplicate(self, allow_duplicate: bool) -> Self {
        Self { allow_duplicate, ..self }
    }
}

impl From<&str> for Flash {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Flash {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}
