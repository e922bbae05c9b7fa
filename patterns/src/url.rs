//! How text is quoted into URLs, and read out of them: Pyramid's rules, for routes and resources alike.
//!
//! Every function takes plain text and returns ASCII. What is not ASCII is quoted as UTF-8.
//!
//! Source: `pyramid.traversal`, `pyramid.url` and `pyramid.encode`; which characters may stand where is RFC 3986,
//! section 3.3 (path), 3.4 (query) and 3.5 (fragment).

use std::borrow::Cow;
use std::fmt;
use std::str::Utf8Error;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// RFC 3986's unreserved characters stay, all others are quoted.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The literals of a pattern.
const IN_LITERAL: &AsciiSet = &RESERVED.remove(b'/');

/// One segment of a path.
const IN_SEGMENT: &AsciiSet = &RESERVED
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

/// A path of several segments.
const IN_PATH: &AsciiSet = &IN_SEGMENT.remove(b'/');

/// A query as a text, and the anchor.
const IN_QUERY: &AsciiSet = &IN_PATH.remove(b'?');

/// The fewest: what no path in a request holds as it is, by the URL standard's path set without the braces.
const IN_NORMAL: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`');

fn quote(text: &str, quoted: &'static AsciiSet) -> String {
    utf8_percent_encode(text, quoted).to_string()
}

/// Quotes one segment of a path, whose slashes are quoted with it.
///
/// ```
/// use pyramidion_patterns::url::quote_segment;
///
/// assert_eq!(quote_segment("a b/c:d"), "a%20b%2Fc:d");
/// ```
///
/// Source: `pyramid.traversal.quote_path_segment`.
#[must_use]
pub fn quote_segment(segment: &str) -> String {
    quote(segment, IN_SEGMENT)
}

/// Quotes a path, whose slashes stay.
///
/// ```
/// use pyramidion_patterns::url::quote_path;
///
/// assert_eq!(quote_path("a b/ü"), "a%20b/%C3%BC");
/// ```
///
/// Source: `pyramid.traversal.PATH_SAFE`, which is for the values of placeholders and for the script name.
#[must_use]
pub fn quote_path(path: &str) -> String {
    quote(path, IN_PATH)
}

/// Quotes a literal of a pattern more strictly than any value: only unreserved characters and slashes stay.
pub(crate) fn quote_literal(literal: &str) -> String {
    quote(literal, IN_LITERAL)
}

/// Joins further elements to a path, which is quoted already: each is a segment, and one slash stands before them.
/// Without elements, the path stays as it is.
///
/// ```
/// use pyramidion_patterns::url::with_elements;
///
/// assert_eq!(with_elements("/items/7", ["edit", "a/b"]), "/items/7/edit/a%2Fb");
/// assert_eq!(with_elements("/docs/", ["intro"]), "/docs/intro");
/// assert_eq!(with_elements("/docs/", [] as [&str; 0]), "/docs/");
/// ```
///
/// Source: the `*elements` of `request.route_url`.
#[must_use]
pub fn with_elements<E: AsRef<str>>(path: &str, elements: impl IntoIterator<Item = E>) -> String {
    let quoted: Vec<String> = elements.into_iter().map(|element| quote_segment(element.as_ref())).collect();
    let slash = if quoted.is_empty() || path.ends_with('/') { "" } else { "/" };
    format!("{path}{slash}{}", quoted.join("/"))
}

/// A query of names and values, its question mark included, as forms send it (`application/x-www-form-urlencoded`): a
/// space is `+`. A name without a value ends in `=`; one with several values is written several times. It is empty
/// without pairs.
///
/// ```
/// use pyramidion_patterns::url::query;
///
/// assert_eq!(query([("q", Some("a b&c")), ("page", Some("2")), ("all", None)]), "?q=a+b%26c&page=2&all=");
/// assert_eq!(query([] as [(&str, Option<&str>); 0]), "");
/// ```
///
/// Source: `_query` of `request.route_url`, `pyramid.encode.urlencode`.
#[must_use]
pub fn query<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, Option<V>)>) -> String {
    let form = |text: &str| quote(text, RESERVED).replace("%20", "+");
    let mut query = String::new();
    for (name, value) in pairs {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(&form(name.as_ref()));
        query.push('=');
        query.push_str(&value.map(|value| form(value.as_ref())).unwrap_or_default());
    }
    query
}

/// A query that is one text and no form, its question mark included; empty, if the text is.
///
/// ```
/// use pyramidion_patterns::url::query_text;
///
/// assert_eq!(query_text("what is+it?"), "?what%20is+it?");
/// assert_eq!(query_text(""), "");
/// ```
///
/// Source: a text as `_query` of `request.route_url`.
#[must_use]
pub fn query_text(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("?{}", quote(text, IN_QUERY)) }
}

/// The anchor at the end of a URL, its `#` included; empty, if the text is.
///
/// ```
/// use pyramidion_patterns::url::anchor;
///
/// assert_eq!(anchor("top of it"), "#top%20of%20it");
/// assert_eq!(anchor(""), "");
/// ```
///
/// Source: `_anchor` of `request.route_url`.
#[must_use]
pub fn anchor(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("#{}", quote(text, IN_QUERY)) }
}

/// Decodes a path as a request carries it: once, so that `%2525` is `%25`. A `+` stays, and so does a `%` that no two
/// hexadecimal digits follow. What comes out is what [`Pattern::matches`](crate::Pattern::matches) takes.
///
/// ```
/// use pyramidion_patterns::url::decode_path;
///
/// assert_eq!(decode_path("/caf%C3%A9/a+b%2Fc").unwrap(), "/café/a+b/c");
/// assert!(decode_path("/caf%E9").is_err());
/// ```
///
/// # Errors
///
/// Bytes that are not UTF-8: the request is the client's mistake.
///
/// Source: Pyramid's `request.path_info` and the WSGI server before it.
pub fn decode_path(path: &str) -> Result<Cow<'_, str>, NotUtf8> {
    percent_decode_str(path).decode_utf8().map_err(NotUtf8)
}

/// The one spelling of a path, in which [`Pattern::axum_paths`](crate::Pattern::axum_paths) writes its literals: nothing
/// is encoded that need not be. axum compares paths as they arrive, so to axum `/%75sers` and `/users` differ, and `%2F`
/// is no slash; to Pyramid, and to axum once the path is spelt so, they are the same. A path that
/// [`Pattern::generate`](crate::Pattern::generate) made is such a case, since it quotes literals strictly.
///
/// ```
/// use pyramidion_patterns::url::normal_path;
///
/// assert_eq!(normal_path("/%75sers/a%2fb/caf%c3%a9%20%3F").unwrap(), "/users/a/b/caf%C3%A9%20%3F");
/// ```
///
/// # Errors
///
/// As [`decode_path`].
pub fn normal_path(path: &str) -> Result<Cow<'_, str>, NotUtf8> {
    let decoded = decode_path(path)?;
    let normal = quote_normal(&decoded);
    Ok(if normal == path { Cow::Borrowed(path) } else { Cow::Owned(normal.into_owned()) })
}

pub(crate) fn quote_normal(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, IN_NORMAL).into()
}

/// A path that is not UTF-8 when it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotUtf8(Utf8Error);

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the path is not UTF-8 after byte {} of its decoded form\nhelp: encode it as UTF-8, then quote its bytes as `%XX`",
            self.0.valid_up_to()
        )
    }
}

impl std::error::Error for NotUtf8 {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_once_and_strictly() {
        for (path, decoded) in
            [("/a%2525", "/a%25"), ("/a%zz%4", "/a%zz%4"), ("/a+b", "/a+b"), ("/%61%2f%2F", "/a//"), ("", "")]
        {
            assert_eq!(decode_path(path).unwrap(), decoded);
        }
        assert!(matches!(decode_path("/plain"), Ok(Cow::Borrowed("/plain"))));
        for path in ["/%ff", "/%C3", "/%ED%A0%80", "/%C0%AF"] {
            assert!(decode_path(path).is_err(), "{path}");
        }
        let message = decode_path("/ab%ff").unwrap_err().to_string();
        assert!(message.starts_with("the path is not UTF-8 after byte 3 "), "{message}");
    }

    #[test]
    fn each_place_keeps_characters_of_its_own() {
        let text = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
        assert_eq!(quote_segment(text), "%20!%22%23$%25&'()*+,-.%2F:;%3C=%3E%3F@%5B%5C%5D%5E_%60%7B%7C%7D~");
        assert_eq!(quote_path(text), "%20!%22%23$%25&'()*+,-./:;%3C=%3E%3F@%5B%5C%5D%5E_%60%7B%7C%7D~");
        assert_eq!(query_text(text), "?%20!%22%23$%25&'()*+,-./:;%3C=%3E?@%5B%5C%5D%5E_%60%7B%7C%7D~");
        assert_eq!(
            quote_literal(text),
            "%20%21%22%23%24%25%26%27%28%29%2A%2B%2C-./%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~"
        );
        assert_eq!(query([("a+b", Some("%20 "))]), "?a%2Bb=%2520+");
    }
}
