//! From a connection to one that is encrypted.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::server::protocol::Protocol;

/// Begins handshakes, with the certificate of the day. Each accept loop has its own.
#[derive(Clone, Debug)]
pub(crate) struct Acceptor {
    current: Arc<ServerConfig>,
    changes: watch::Receiver<Arc<ServerConfig>>,
    timeout: Duration,
}

/// A handshake to come. It goes with its connection, into a task of its own.
#[derive(Debug)]
pub(crate) struct Handshake {
    config: Arc<ServerConfig>,
    timeout: Duration,
}

/// Why there is no encrypted connection. It is the client's doing, as a rule, and of interest to nobody else.
#[derive(Debug)]
pub(crate) enum HandshakeError {
    TimedOut(Duration),
    Failed(io::Error),
}

impl Acceptor {
    pub(super) fn new(mut changes: watch::Receiver<Arc<ServerConfig>>, timeout: Duration) -> Self {
        let current = changes.borrow_and_update().clone();
        Self { current, changes, timeout }
    }

    /// For the next connection.
    pub(crate) fn handshake(&mut self) -> Handshake {
        if self.changes.has_changed().unwrap_or(false) {
            self.current = self.changes.borrow_and_update().clone();
        }
        Handshake { config: self.current.clone(), timeout: self.timeout }
    }
}

impl Handshake {
    /// Gives the connection, and what client and server have agreed on (ALPN, RFC 7301): a client that says nothing speaks
    /// HTTP/1.1.
    ///
    /// # Errors
    ///
    /// [`HandshakeError`]. The client has been told by an alert, where there is one.
    pub(crate) async fn accept<I>(self, io: I) -> Result<(TlsStream<I>, Protocol), HandshakeError>
    where
        I: AsyncRead + AsyncWrite + Unpin,
    {
        let handshake = TlsAcceptor::from(self.config).accept(io);
        let stream = match tokio::time::timeout(self.timeout, handshake).await {
            Ok(stream) => stream.map_err(HandshakeError::Failed)?,
            Err(_) => return Err(HandshakeError::TimedOut(self.timeout)),
        };
        let protocol = match stream.get_ref().1.alpn_protocol() {
            Some(b"h2") => Protocol::Http2,
            _ => Protocol::Http1,
        };
        Ok((stream, protocol))
    }
}

impl fmt::Display for HandshakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut(timeout) => write!(f, "the TLS handshake took longer than {timeout:?}"),
            Self::Failed(error) => write!(f, "the TLS handshake failed: {error}"),
        }
    }
}

impl std::error::Error for HandshakeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::TimedOut(_) => None,
            Self::Failed(error) => Some(error),
        }
    }
}
