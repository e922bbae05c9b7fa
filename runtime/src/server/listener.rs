//! Where connections come from.

use std::io;
use std::net::{self, SocketAddr};
#[cfg(unix)]
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

#[cfg(unix)]
use super::edge::unix_socket::SocketFile;
use super::peer::Peer;
use super::socket::Socket;

/// A socket that accepts connections.
#[derive(Debug)]
pub(crate) struct Listener {
    socket: ListeningSocket,
    /// Whether others accept on the same socket when this one is closed: it is systemd's.
    is_passed: bool,
}

#[derive(Debug)]
pub(in crate::server) enum ListeningSocket {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix {
        listener: UnixListener,
        /// Removed with the last listener, if it is ours.
        file: Option<Arc<SocketFile>>,
    },
}

impl Listener {
    pub(super) fn new(socket: ListeningSocket, is_passed: bool) -> Self {
        Self { socket, is_passed }
    }

    /// Errors are those of the system: some are of one connection only, such as `ConnectionAborted`, some last, such as too
    /// many open files.
    pub(super) fn poll_accept(&self, context: &mut Context<'_>) -> Poll<io::Result<(Socket, Peer)>> {
        match &self.socket {
            ListeningSocket::Tcp(listener) => Poll::Ready(ready!(listener.poll_accept(context)).map(tcp)),
            #[cfg(unix)]
            ListeningSocket::Unix { listener, .. } => {
                Poll::Ready(ready!(listener.poll_accept(context)).map(|(stream, _)| unix(stream)))
            }
        }
    }

    /// Its address, if it has one.
    pub(super) fn address(&self) -> io::Result<Option<SocketAddr>> {
        match &self.socket {
            ListeningSocket::Tcp(listener) => listener.local_addr().map(Some),
            #[cfg(unix)]
            ListeningSocket::Unix { .. } => Ok(None),
        }
    }

    /// Closes it, and gives what the system had accepted already: those clients believe that they are connected. Those of a
    /// socket that the process was started with wait for its next owner.
    pub(super) fn close(self) -> Vec<(Socket, Peer)> {
        if self.is_passed {
            return Vec::new();
        }
        match self.socket {
            ListeningSocket::Tcp(listener) => {
                listener.into_std().map(|listener| waiting_tcp(&listener)).unwrap_or_default()
            }
            #[cfg(unix)]
            ListeningSocket::Unix { listener, file } => {
                // First of all nobody new shall find it.
                drop(file);
                listener.into_std().map(|listener| waiting_unix(&listener)).unwrap_or_default()
            }
        }
    }
}

fn waiting_tcp(listener: &net::TcpListener) -> Vec<(Socket, Peer)> {
    let accept = || {
        let (stream, address) = listener.accept()?;
        stream.set_nonblocking(true)?;
        io::Result::Ok(tcp((TcpStream::from_std(stream)?, address)))
    };
    std::iter::from_fn(|| accept().ok()).collect()
}

#[cfg(unix)]
fn waiting_unix(listener: &std::os::unix::net::UnixListener) -> Vec<(Socket, Peer)> {
    let accept = || {
        let (stream, _) = listener.accept()?;
        stream.set_nonblocking(true)?;
        io::Result::Ok(unix(UnixStream::from_std(stream)?))
    };
    std::iter::from_fn(|| accept().ok()).collect()
}

fn tcp((stream, address): (TcpStream, SocketAddr)) -> (Socket, Peer) {
    // Responses are written whole, so waiting for more to send only delays them. A failure costs no more than that.
    let _ = stream.set_nodelay(true);
    (Socket::Tcp(stream), Peer::Tcp(address))
}

#[cfg(unix)]
fn unix(stream: UnixStream) -> (Socket, Peer) {
    (Socket::Unix(stream), Peer::Unix)
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
