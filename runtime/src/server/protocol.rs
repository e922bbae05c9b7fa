//! What is spoken on a connection.

/// A version of HTTP, as far as connections differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Http1,
    Http2,
}
