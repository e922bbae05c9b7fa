//! How a name is written in a URL.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what RFC 3986 calls `pchar`.
const NOT_IN_A_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Percent-encodes a name, so that it is one segment of a path, slashes in it included.
///
/// Source: RFC 3986, section 3.3; Pyramid's `pyramid.traversal.quote_path_segment`.
///
/// ```
/// use pyramidion::traversal::quote_path_segment;
///
/// assert_eq!(quote_path_segment("a b/ü@x"), "a%20b%2F%C3%BC@x");
/// ```
#[must_use]
pub fn quote_path_segment(segment: &str) -> String {
    utf8_percent_encode(segment, NOT_IN_A_SEGMENT).to_string()
}

/// Names as one path: a slash before each but the first.
pub(super) fn join<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> String {
    let quoted: Vec<_> = segments.into_iter().map(|segment| quote_path_segment(segment.as_ref())).collect();
    quoted.join("/")
}
