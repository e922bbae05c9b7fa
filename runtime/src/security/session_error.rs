//! What can go wrong with a session.

use std::error::Error;
use std::fmt;

use super::SecurityError;

/// Why a session cannot be had, read or kept.
///
/// As a view's error it is a 500, with the cause in the log. By `?` it becomes a [`SecurityError`], too.
#[derive(Debug)]
#[non_exhaustive]
pub enum SessionError {
    /// The application has no session factory.
    NoFactory,
    /// It is too long for browsers to keep it in a cookie.
    TooLong {
        /// The length in bytes, once encoded.
        length: usize,
        /// The most that it may be.
        longest: usize,
    },
    /// It is to hold what JSON cannot.
    Data(serde_json::Error),
    /// It holds something else under this key than was asked for.
    Type {
        /// The key.
        key: String,
        /// What does not fit.
        cause: serde_json::Error,
    },
    /// What keeps sessions has failed, such as a database.
    Store(Box<dyn Error + Send + Sync>),
}

impl SessionError {
    /// The failure of what keeps sessions: for a [`SessionFactory`](super::session::SessionFactory) of your own.
    pub fn store(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Store(cause.into())
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFactory => f.write_str(
                "the request has no session, because the application has no session factory\n\
                 help: set one with `config.set_session_factory(SignedCookieSessionFactory::new(secret))`; in a unit test, \
                 give the request one with `TestRequest::session`",
            ),
            Self::TooLong { length, longest } => write!(
                f,
                "the session makes a cookie of {length} bytes, and browsers take {longest}\n\
                 help: keep the data in a database, and its key in the session"
            ),
            Self::Data(cause) => write!(
                f,
                "the session holds what JSON cannot: {cause}\nhelp: keep texts, numbers, lists, and maps whose keys are texts"
            ),
            Self::Type { key, cause } => write!(
                f,
                "the session holds something else as `{key}` than is asked for: {cause}\n\
                 help: read it as the type that it was written as, or write another type under another key"
            ),
            Self::Store(_) => f.write_str("what keeps the sessions failed"),
        }
    }
}

impl Error for SessionError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NoFactory | Self::TooLong { .. } => None,
            Self::Data(cause) | Self::Type { cause, .. } => Some(cause),
            Self::Store(cause) => Some(&**cause),
        }
    }
}

impl From<SessionError> for SecurityError {
    fn from(error: SessionError) -> Self {
        Self::new(error)
    }
}
