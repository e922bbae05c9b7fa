//! Where connections come from.

use std::io;
use std::net::{self, SocketAddr};
use std::task::{Context, Poll, ready};

use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::io::Socket;
use super::peer::Peer;

/// How many connections may wait to be accepted. tokio's 128 overflows in a burst, and then the system drops what clients send
/// to connect, who try it again after a second.
const BACKLOG: u32 = 2048;

/// A socket that accepts connections.
#[derive(Debug)]
pub(super) enum Listener {
    Tcp(TcpListener),
}

impl Listener {
    pub(super) fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // A server that starts anew need not wait for its forerunner's connections; on Windows it means something else.
        #[cfg(not(windows))]
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        Ok(Self::Tcp(socket.listen(BACKLOG)?))
    }

    pub(super) fn poll_accept(&self, context: &mut Context<'_>) -> Poll<io::Result<(Socket, Peer)>> {
        match self {
            Self::Tcp(listener) => Poll::Ready(ready!(listener.poll_accept(context)).map(tcp)),
        }
    }

    pub(super) fn address(&self) -> io::Result<SocketAddr> {
        match self {
            Self::Tcp(listener) => listener.local_addr(),
        }
    }

    /// Closes it, and gives what the system had accepted already: those clients believe that they are connected.
    pub(super) fn close(self) -> Vec<(Socket, Peer)> {
        match self {
            Self::Tcp(listener) => listener.into_std().map(|listener| waiting(&listener)).unwrap_or_default(),
        }
    }
}

fn waiting(listener: &net::TcpListener) -> Vec<(Socket, Peer)> {
    let accept = || {
        let (stream, address) = listener.accept()?;
        stream.set_nonblocking(true)?;
        io::Result::Ok(tcp((TcpStream::from_std(stream)?, address)))
    };
    std::iter::from_fn(|| accept().ok()).collect()
}

fn tcp((stream, address): (TcpStream, SocketAddr)) -> (Socket, Peer) {
    // Responses are written whole, so waiting for more to send only delays them. A failure costs no more than that.
    let _ = stream.set_nodelay(true);
    (Socket::Tcp(stream), Peer { address: Some(address) })
}

/// Several listeners as one, each in its turn.
#[derive(Debug)]
pub(super) struct Listeners {
    listeners: Vec<Listener>,
    next: usize,
}

impl Listeners {
    pub(super) fn new(listeners: Vec<Listener>) -> Self {
        Self { listeners, next: 0 }
    }

    pub(super) fn poll_accept(&mut self, context: &mut Context<'_>) -> Poll<io::Result<(Socket, Peer)>> {
        let count = self.listeners.len();
        for index in (self.next..self.next + count).map(|index| index % count) {
            if let Poll::Ready(accepted) = self.listeners[index].poll_accept(context) {
                self.next = index + 1;
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    }

    pub(super) fn close(self) -> impl Iterator<Item = (Socket, Peer)> {
        self.listeners.into_iter().flat_map(Listener::close)
    }
}
