//! Which protocol a client speaks on a connection without encryption.

use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, ReadBuf};

use crate::server::protocol::Protocol;

/// With what HTTP/2 begins ([RFC 9113, section 3.4](https://www.rfc-editor.org/rfc/rfc9113#section-3.4)).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// As much as most requests have, so that nothing has to be read twice.
const BUFFER: usize = 2048;

/// Reads until the protocol is known. Gives what was read; `None` if the client left before.
///
/// The bytes are read to the stack, so that a client who says nothing costs no buffer.
pub(super) async fn detect(io: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<(Protocol, Bytes)>> {
    let mut read = BytesMut::new();
    loop {
        let count = poll_fn(|context| {
            let mut space = [MaybeUninit::uninit(); BUFFER];
            let mut buffer = ReadBuf::uninit(&mut space);
            let polled = Pin::new(&mut *io).poll_read(context, &mut buffer);
            polled.map_ok(|()| {
                read.extend_from_slice(buffer.filled());
                buffer.filled().len()
            })
        });
        if count.await? == 0 {
            return Ok(None);
        }
        if let Some(protocol) = protocol(&read) {
            return Ok(Some((protocol, read.freeze())));
        }
    }
}

/// The protocol of a connection that begins with `bytes`, as soon as they tell.
fn protocol(bytes: &[u8]) -> Option<Protocol> {
    if bytes.starts_with(PREFACE) {
        Some(Protocol::Http2)
    } else if PREFACE.starts_with(bytes) {
        None
    } else {
        Some(Protocol::Http1)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_that_differs_tells() {
        let cases: [(&[u8], _); 7] = [
            (b"", None),
            (b"P", None),
            (b"PO", Some(Protocol::Http1)),
            (b"GET / HTTP/1.1\r\n\r\n", Some(Protocol::Http1)),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r", None),
            (b"PRI * HTTP/2.0\r\n\r\nGET / HTTP/1.1", Some(Protocol::Http1)),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0", Some(Protocol::Http2)),
        ];
        for (bytes, expected) in cases {
            assert_eq!(protocol(bytes), expected, "{}", bytes.escape_ascii());
        }
    }

    #[tokio::test]
    async fn what_was_read_is_given_back() {
        let mut io = &b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nrest"[..];
        let (protocol, read) = detect(&mut io).await.unwrap().unwrap();
        assert_eq!((protocol, &read[PREFACE.len()..]), (Protocol::Http2, &b"rest"[..]));
        assert_eq!(detect(&mut &b"PRI"[..]).await.unwrap(), None);
    }
}
