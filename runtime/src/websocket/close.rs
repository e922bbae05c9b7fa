//! How a websocket ends: the codes, the reason, and the error that says so.

use std::{borrow::Cow, error::Error, fmt};

use super::Utf8Bytes;

/// The close codes that have a meaning of their own
/// ([RFC 6455, section 7.4.1](https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1)).
///
/// Codes 3000 to 3999 are registered with IANA, 4000 to 4999 are free for applications.
pub mod codes {
    /// The purpose of the connection is fulfilled.
    pub const NORMAL: u16 = 1000;
    /// The endpoint goes away: a server that shuts down, a browser that leaves the page.
    pub const GOING_AWAY: u16 = 1001;
    /// The peer broke the protocol.
    pub const PROTOCOL_ERROR: u16 = 1002;
    /// The endpoint cannot accept this kind of data.
    pub const UNSUPPORTED_DATA: u16 = 1003;
    /// The peer's close frame had no code. Never sent.
    pub const NO_STATUS: u16 = 1005;
    /// The connection broke without a close frame. Never sent.
    pub const ABNORMAL: u16 = 1006;
    /// A payload does not fit the type of its message: text that is not UTF-8.
    pub const INVALID_PAYLOAD: u16 = 1007;
    /// A message violates the endpoint's policy.
    pub const POLICY_VIOLATION: u16 = 1008;
    /// A message is too large to process.
    pub const MESSAGE_TOO_BIG: u16 = 1009;
    /// The client needs an extension that the server did not negotiate.
    pub const MANDATORY_EXTENSION: u16 = 1010;
    /// The server met an unexpected condition.
    pub const INTERNAL_ERROR: u16 = 1011;
    /// The server restarts; reconnect after a random delay.
    pub const SERVICE_RESTART: u16 = 1012;
    /// The server is overloaded; try again later.
    pub const TRY_AGAIN_LATER: u16 = 1013;
}

/// Who ended a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClosedBy {
    /// The client sent the first close frame.
    Client,
    /// The server sent the first close frame.
    Server,
    /// Nobody did: the connection broke. The code is then [`codes::ABNORMAL`].
    Transport,
}

/// Why a connection is closed: by whom, with which code, and in which words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseReason {
    /// Who closed first.
    pub by: ClosedBy,
    /// The close code, see [`codes`]; [`codes::NO_STATUS`] when the close frame carried none.
    pub code: u16,
    /// The words that came with the code, often empty; for [`ClosedBy::Transport`] what broke.
    pub text: Utf8Bytes,
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = match self.by {
            ClosedBy::Client => "the client",
            ClosedBy::Server => "the server",
            ClosedBy::Transport => "a broken connection",
        };
        write!(f, "closed by {by} ({})", self.code)?;
        if !self.text.is_empty() {
            write!(f, ": {}", self.text)?;
        }
        Ok(())
    }
}

/// The longest reason that fits a close frame, in bytes (RFC 6455, section 5.5: 125 less the code).
const MAX_REASON: usize = 123;

/// A mistake in the arguments of `close`.
#[derive(Debug)]
pub(super) struct InvalidClose(Cow<'static, str>);

impl fmt::Display for InvalidClose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for InvalidClose {}

/// Whether a close frame may carry this code and reason.
pub(super) fn check_close(code: u16, reason: &str) -> Result<(), InvalidClose> {
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        let problem = format!(
            "the close code {code} cannot be sent\nhelp: use 1000 for a normal end, 1011 for an error, or 4000 to 4999 for a meaning of your own"
        );
        return Err(InvalidClose(problem.into()));
    }
    if reason.len() > MAX_REASON {
        let problem = format!(
            "the close reason has {} bytes, a close frame carries {MAX_REASON}\nhelp: shorten it, or send it as a message first",
            reason.len()
        );
        return Err(InvalidClose(problem.into()));
    }
    Ok(())
}

type Cause = Box<dyn Error + Send + Sync>;

/// The websocket is closed, or shall be.
///
/// It ends a view quietly, because a peer that leaves is no failure. [With a cause](Self::because) it is one: the cause is
/// logged, and the peer is sent 1011.
///
/// ```
/// use pyramidion::websocket::{Message, WebsocketClosed};
///
/// fn number(message: &Message) -> Result<u32, WebsocketClosed> {
///     let text = message.as_text().ok_or_else(|| WebsocketClosed::because("text was expected"))?;
///     text.parse().map_err(WebsocketClosed::because)
/// }
///
/// assert_eq!(number(&"7".into()).unwrap(), 7);
/// assert!(number(&"seven".into()).unwrap_err().cause().is_some());
/// ```
#[derive(Debug, Default)]
pub struct WebsocketClosed {
    cause: Option<Cause>,
}

impl WebsocketClosed {
    /// The quiet end: no cause, nothing to log.
    pub fn new() -> Self {
        Self::default()
    }

    /// The end because of an error: any error type, or a text.
    pub fn because(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { cause: Some(cause.into()) }
    }

    /// What made the view give up; `None` when the connection is simply closed.
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.cause.as_deref()
    }
}

impl fmt::Display for WebsocketClosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.cause.is_some() { "the websocket was given up" } else { "the websocket is closed" })
    }
}

impl Error for WebsocketClosed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_only_report_cannot_be_sent() {
        for code in [1000, 1003, 1007, 1011, 1014, 3000, 4999] {
            assert!(check_close(code, "").is_ok(), "{code}");
        }
        for code in [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, u16::MAX] {
            assert!(check_close(code, "").unwrap_err().to_string().contains(&code.to_string()), "{code}");
        }
    }

    #[test]
    fn a_reason_is_measured_in_bytes() {
        assert!(check_close(1000, &"a".repeat(123)).is_ok());
        let problem = check_close(1000, &"ß".repeat(62)).unwrap_err().to_string();
        assert!(problem.starts_with("the close reason has 124 bytes"), "{problem}");
    }

    #[test]
    fn a_reason_reads_as_a_sentence() {
        let mut reason = CloseReason { by: ClosedBy::Client, code: 4001, text: "bye".into() };
        assert_eq!(reason.to_string(), "closed by the client (4001): bye");
        reason.text = "".into();
        assert_eq!(reason.to_string(), "closed by the client (4001)");
    }
}
