//! A connection's transport.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::admission::Admitted;
use super::connection::pulse::Pulse;
use super::socket::Socket;

/// Up to so much is written in one piece, which the system does faster than several: a response's head and its small body.
const ONE_PIECE: usize = 2048;

/// A socket that tells the connection's pulse what happens on it, and holds its admission for as long as it is open.
#[derive(Debug)]
pub(super) struct Io {
    socket: Socket,
    /// What was read to tell the protocol, to be read once more.
    prefix: Bytes,
    pulse: Arc<Pulse>,
    _admitted: Admitted,
}

impl Io {
    pub(super) fn new(socket: Socket, pulse: Arc<Pulse>, admitted: Admitted) -> Self {
        Self { socket, prefix: Bytes::new(), pulse, _admitted: admitted }
    }

    /// Has `prefix` read before what comes from the socket.
    pub(super) fn rewind(&mut self, prefix: Bytes) {
        self.prefix = prefix;
    }

    /// TLS writes what it holds back when it is flushed, so that waits for the client as well.
    fn noted<T>(&self, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        self.pulse.writes(written.is_pending());
        written
    }
}

/// What a client does not take stays with the system when a socket is closed, for as long as the client likes. So that nobody
/// fills the system's memory with it, the connection is reset.
impl Drop for Io {
    fn drop(&mut self) {
        if self.pulse.is_given_up() {
            self.socket.forget_unsent();
        }
    }
}

impl AsyncRead for Io {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.prefix.is_empty() {
            let length = self.prefix.len().min(buffer.remaining());
            buffer.put_slice(&self.prefix[..length]);
            self.prefix.advance(length);
            self.pulse.bytes_came();
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.socket).poll_read(context, buffer))?;
        if buffer.filled().len() > before {
            self.pulse.bytes_came();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Io {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.noted(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if slices.iter().map(|slice| slice.len()).sum::<usize>() <= ONE_PIECE {
            let mut piece = [MaybeUninit::uninit(); ONE_PIECE];
            let mut piece = ReadBuf::uninit(&mut piece);
            slices.iter().for_each(|slice| piece.put_slice(slice));
            return self.poll_write(context, piece.filled());
        }
        let written = Pin::new(&mut self.socket).poll_write_vectored(context, slices);
        self.noted(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.socket).poll_flush(context);
        self.noted(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut_down = Pin::new(&mut self.socket).poll_shutdown(context);
        self.noted(shut_down)
    }
}
