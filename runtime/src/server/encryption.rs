//! What stands between a connection's socket and its protocol: TLS, or nothing.

#[cfg(feature = "tls")]
use super::edge::tls::{Acceptor, Handshake};
use super::protocol::Protocol;
use super::socket::Socket;

/// Of one accept loop: it knows the certificate of the day.
#[derive(Clone, Debug, Default)]
pub(super) struct Encryption {
    #[cfg(feature = "tls")]
    acceptor: Option<Acceptor>,
}

/// What a connection has before it, which goes with it into its task.
#[derive(Debug)]
pub(super) struct Opening {
    #[cfg(feature = "tls")]
    handshake: Option<Handshake>,
}

impl Encryption {
    #[cfg(feature = "tls")]
    pub(super) fn new(acceptor: Option<Acceptor>) -> Self {
        Self { acceptor }
    }

    /// For the next connection.
    pub(super) fn open(&mut self) -> Opening {
        Opening {
            #[cfg(feature = "tls")]
            handshake: self.acceptor.as_mut().map(Acceptor::handshake),
        }
    }
}

impl Opening {
    /// The socket as the protocol sees it, and the protocol, if it is agreed on; nothing if the client cannot be talked to.
    #[cfg(feature = "tls")]
    pub(super) async fn finish(self, socket: Socket) -> Option<(Socket, Option<Protocol>)> {
        let Some(handshake) = self.handshake else { return Some((socket, None)) };
        // In a box, or each connection without TLS would be as large.
        match Box::pin(handshake.accept(socket)).await {
            Ok((stream, protocol)) => Some((Socket::Tls(Box::new(stream)), Some(protocol))),
            Err(error) => {
                tracing::debug!("a connection was closed: {error}");
                None
            }
        }
    }

    #[cfg(not(feature = "tls"))]
    pub(super) async fn finish(self, socket: Socket) -> Option<(Socket, Option<Protocol>)> {
        Some((socket, None))
    }
}
