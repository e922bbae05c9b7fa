//! Reads more than is asked for, so that large messages take few reads, without a large buffer for each connection.

use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use tokio_util::io::poll_read_buf;

use super::frames::Io;

/// How much is read at once.
const CAPACITY: usize = 128 << 10;

thread_local! {
    /// What the connections of a thread read into, one after the other: each gives it back empty.
    static SPARE: Cell<Option<BytesMut>> = const { Cell::new(None) };
}

/// What a connection has read and not yet used. It holds memory only as long as there is something: that is while it is being
/// decoded, or while its view does not keep up.
#[derive(Debug, Default)]
pub(super) struct ReadAhead {
    buffer: Option<BytesMut>,
    used: usize,
}

impl ReadAhead {
    /// Reads into `target` what there is, and gives how much that was: nothing if the stream has ended. Adds to `received` what
    /// comes off the stream.
    pub(super) fn poll_read(
        &mut self,
        io: &mut Io,
        target: &mut [u8],
        received: &mut u64,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        let buffer = match &self.buffer {
            Some(buffer) => buffer,
            None => {
                let read = ready!(poll_spare(io, context))?;
                *received += read.len() as u64;
                self.used = 0;
                self.buffer.insert(read)
            }
        };
        let unused = &buffer[self.used..];
        let length = unused.len().min(target.len());
        target[..length].copy_from_slice(&unused[..length]);
        self.used += length;
        if length == unused.len() {
            give_back(self.buffer.take());
        }
        Poll::Ready(Ok(length))
    }
}

/// Fills the thread's buffer.
fn poll_spare(io: &mut Io, context: &mut Context<'_>) -> Poll<io::Result<BytesMut>> {
    let mut buffer = SPARE.take().unwrap_or_else(|| BytesMut::with_capacity(CAPACITY));
    let read = poll_read_buf(Pin::new(io), context, &mut buffer);
    match read {
        Poll::Ready(Ok(_)) => Poll::Ready(Ok(buffer)),
        Poll::Ready(Err(error)) => {
            give_back(Some(buffer));
            Poll::Ready(Err(error))
        }
        Poll::Pending => {
            give_back(Some(buffer));
            Poll::Pending
        }
    }
}

fn give_back(mut buffer: Option<BytesMut>) {
    buffer.iter_mut().for_each(BytesMut::clear);
    SPARE.set(buffer);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::future::poll_fn;

    use tokio::io::{AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test]
    async fn what_was_read_is_given_in_pieces_and_then_there_is_nothing_left() {
        let (mut peer, io) = duplex(100_000);
        let (mut io, mut ahead, mut received): (Io, _, _) = (Box::new(io), ReadAhead::default(), 0);
        let sent: Vec<u8> = (0..70_000u32).map(|number| number as u8).collect();
        peer.write_all(&sent).await.unwrap();
        drop(peer);
        let (mut read, mut target) = (Vec::new(), [0; 1000]);
        loop {
            let length =
                poll_fn(|context| ahead.poll_read(&mut io, &mut target, &mut received, context)).await.unwrap();
            if length == 0 {
                break;
            }
            read.extend_from_slice(&target[..length]);
            assert!(ahead.buffer.as_ref().is_none_or(|buffer| buffer.len() <= CAPACITY));
        }
        assert!(read == sent && received == 70_000);
        assert!(ahead.buffer.is_none());
        assert_eq!(SPARE.take().unwrap().capacity(), CAPACITY);
    }

    #[tokio::test]
    async fn a_connection_that_keeps_what_it_read_leaves_others_their_own() {
        let mut connections = Vec::new();
        for bytes in [b"ab", b"cd"] {
            let (mut peer, io) = duplex(8);
            peer.write_all(bytes).await.unwrap();
            connections.push((Box::new(io) as Io, ReadAhead::default()));
        }
        let mut read = Vec::new();
        for _ in 0..2 {
            for (io, ahead) in &mut connections {
                let mut target = [0];
                poll_fn(|context| ahead.poll_read(io, &mut target, &mut 0, context)).await.unwrap();
                read.extend(target);
            }
        }
        assert_eq!(read, b"acbd");
    }
}
