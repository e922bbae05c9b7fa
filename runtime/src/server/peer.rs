//! Who is at the other end of a connection.

use std::net::SocketAddr;

/// What is known of a client before it says anything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer {
    /// None where the transport knows no addresses.
    pub(super) address: Option<SocketAddr>,
}
