//! Why nobody can be remembered.

use std::fmt;

use crate::httpexceptions::{HttpException, HttpInternalServerError};

/// Why a user cannot be remembered. As a response it is a 500, whose cause is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RememberError {
    /// A token has other characters than tokens have.
    Token(String),
    /// Userid and tokens are too long for a cookie.
    TooLong {
        /// The length of its value.
        length: usize,
    },
    /// The ticket shall hold the client's address, which the server does not tell.
    NoAddress,
}

impl fmt::Display for RememberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(token) => write!(
                f,
                "{token:?} is no token for a ticket\nhelp: begin with an ASCII letter, and go on with letters, digits and any of +_-"
            ),
            Self::TooLong { length } => write!(
                f,
                "the ticket makes a cookie of {length} bytes, and browsers take {}\nhelp: shorten the userid and the tokens",
                super::LONGEST
            ),
            Self::NoAddress => f.write_str(
                "a ticket shall include the client's address, but the request does not tell it\n\
                 help: serve with axum's `into_make_service_with_connect_info::<SocketAddr>()`, trust the proxy that tells it, or set `include_ip(false)`",
            ),
        }
    }
}

impl std::error::Error for RememberError {}

impl From<RememberError> for HttpException {
    fn from(error: RememberError) -> Self {
        tracing::error!("{error}");
        HttpInternalServerError::new().into()
    }
}
