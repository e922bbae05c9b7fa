//! One type for the sockets of all kinds.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
#[cfg(unix)]
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

#[cfg(unix)]
use super::unix_socket::SocketFile;

/// Where connections come in.
#[derive(Debug)]
pub(crate) struct Listener {
    socket: ListeningSocket,
    /// Whether others accept on the same socket when this one is closed: it is systemd's.
    is_passed: bool,
}

#[derive(Debug)]
pub(super) enum ListeningSocket {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix {
        listener: UnixListener,
        /// Removed with the last listener, if it is ours.
        file: Option<Arc<SocketFile>>,
    },
}

/// A connection.
#[derive(Debug)]
pub(crate) enum Io {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

/// Who is at the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    Tcp(SocketAddr),
    /// A process of this machine, which has no address.
    Unix,
}

impl Listener {
    pub(super) fn new(socket: ListeningSocket, is_passed: bool) -> Self {
        Self { socket, is_passed }
    }

    /// Waits for the next connection. It is cancel-safe.
    ///
    /// # Errors
    ///
    /// The system's: some are of one connection only, such as `ConnectionAborted`, some last, such as too many open files.
    pub(crate) async fn accept(&self) -> io::Result<(Io, Peer)> {
        std::future::poll_fn(|cx| self.poll_accept(cx)).await
    }

    /// As [`accept`](Self::accept), for who polls several.
    pub(crate) fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(Io, Peer)>> {
        match &self.socket {
            ListeningSocket::Tcp(listener) => {
                let (stream, address) = ready!(listener.poll_accept(cx))?;
                Poll::Ready(Ok(tcp(stream, address)))
            }
            #[cfg(unix)]
            ListeningSocket::Unix { listener, .. } => {
                let (stream, _) = ready!(listener.poll_accept(cx))?;
                Poll::Ready(Ok((Io::Unix(stream), Peer::Unix)))
            }
        }
    }

    /// Closes it, and gives what the system has accepted already: those clients believe that they are connected. Those of a socket
    /// that the process was started with wait for its next owner.
    pub(crate) fn close(self) -> Vec<(Io, Peer)> {
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

fn tcp(stream: TcpStream, address: SocketAddr) -> (Io, Peer) {
    // A response is written at once, so waiting for more to send costs only time.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection has no TCP_NODELAY");
    }
    (Io::Tcp(stream), Peer::Tcp(address))
}

fn waiting_tcp(listener: &std::net::TcpListener) -> Vec<(Io, Peer)> {
    let accept = || {
        let (stream, address) = listener.accept()?;
        stream.set_nonblocking(true)?;
        io::Result::Ok(tcp(TcpStream::from_std(stream)?, address))
    };
    std::iter::from_fn(|| accept().ok()).collect()
}

#[cfg(unix)]
fn waiting_unix(listener: &std::os::unix::net::UnixListener) -> Vec<(Io, Peer)> {
    let accept = || {
        let (stream, _) = listener.accept()?;
        stream.set_nonblocking(true)?;
        io::Result::Ok((Io::Unix(UnixStream::from_std(stream)?), Peer::Unix))
    };
    std::iter::from_fn(|| accept().ok()).collect()
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix => f.write_str("unix"),
        }
    }
}

impl AsyncRead for Io {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_read(cx, buffer),
            #[cfg(unix)]
            Self::Unix(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Io {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write(cx, bytes),
            #[cfg(unix)]
            Self::Unix(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write_vectored(cx, slices),
            #[cfg(unix)]
            Self::Unix(stream) => Pin::new(stream).poll_write_vectored(cx, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Tcp(stream) => stream.is_write_vectored(),
            #[cfg(unix)]
            Self::Unix(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_flush(cx),
            #[cfg(unix)]
            Self::Unix(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_shutdown(cx),
            #[cfg(unix)]
            Self::Unix(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
