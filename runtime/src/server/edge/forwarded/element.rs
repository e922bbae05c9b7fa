//! One element of `Forwarded`: `for=192.0.2.60;proto=http;by=203.0.113.43`.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::uri::Authority;

use super::{Hop, Malformed, Node};

/// Reads an element: pairs between semicolons, each name once at most. Names that are unknown are passed over.
pub(super) fn read(element: &[u8]) -> Result<Hop, Malformed> {
    let mut hop = Hop::default();
    let mut by = None;
    let mut rest = element;
    loop {
        let Pair { name, value, after } = pair(rest.trim_ascii())?;
        match name.to_ascii_lowercase().as_slice() {
            b"for" => once(&mut hop.node, node(&value)?)?,
            b"proto" => once(&mut hop.is_https, is_https(&value)?)?,
            b"host" => once(&mut hop.host, host(&value)?)?,
            b"by" => once(&mut by, node(&value)?)?,
            _ => {}
        }
        match after.trim_ascii().split_first() {
            None => return Ok(hop),
            Some((b';', after)) => rest = after,
            Some(_) => return Err(Malformed),
        }
    }
}

fn once<T>(place: &mut Option<T>, value: T) -> Result<(), Malformed> {
    place.replace(value).map_or(Ok(()), |_| Err(Malformed))
}

/// A name, its value, and what stands behind them.
struct Pair<'a> {
    name: &'a [u8],
    value: Cow<'a, str>,
    after: &'a [u8],
}

fn pair(text: &[u8]) -> Result<Pair<'_>, Malformed> {
    let (name, rest) = token(text)?;
    let rest = rest.strip_prefix(b"=").ok_or(Malformed)?;
    match rest.strip_prefix(b"\"") {
        Some(quoted) => {
            let (value, after) = unquote(quoted)?;
            Ok(Pair { name, value: value.into(), after })
        }
        None => {
            let (value, after) = token(rest)?;
            let value = str::from_utf8(value).map_err(|_| Malformed)?.into();
            Ok(Pair { name, value, after })
        }
    }
}

fn token(text: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    let end = text.iter().position(|byte| !is_token(byte)).unwrap_or(text.len());
    if end == 0 { Err(Malformed) } else { Ok(text.split_at(end)) }
}

/// What stands before the closing quote, without the backslashes, and what stands behind it.
fn unquote(text: &[u8]) -> Result<(String, &[u8]), Malformed> {
    let mut value = Vec::new();
    let mut bytes = text.iter().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Ok((String::from_utf8(value).map_err(|_| Malformed)?, &text[at + 1..])),
            b'\\' => value.push(*bytes.next().ok_or(Malformed)?.1),
            _ => value.push(*byte),
        }
    }
    Err(Malformed)
}

/// A node (section 6): an address, `unknown`, or an obfuscated identifier, with a port perhaps.
fn node(text: &str) -> Result<Node, Malformed> {
    if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']').ok_or(Malformed)?;
        check_port(port)?;
        return address
            .parse::<Ipv6Addr>()
            .map(|address| Node::Address(IpAddr::V6(address).to_canonical()))
            .map_err(|_| Malformed);
    }
    let name_end = text.find(':').unwrap_or(text.len());
    let (name, port) = text.split_at(name_end);
    check_port(port)?;
    if name.eq_ignore_ascii_case("unknown") || name.strip_prefix('_').is_some_and(is_obfuscated) {
        return Ok(Node::Hidden);
    }
    name.parse::<Ipv4Addr>().map(|address| Node::Address(address.into())).map_err(|_| Malformed)
}

/// Nothing, or a colon with a number or an obfuscated port.
fn check_port(text: &str) -> Result<(), Malformed> {
    let Some(port) = text.strip_prefix(':') else { return if text.is_empty() { Ok(()) } else { Err(Malformed) } };
    let is_number = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || port.strip_prefix('_').is_some_and(is_obfuscated) { Ok(()) } else { Err(Malformed) }
}

fn is_obfuscated(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// Websockets are of the same two kinds.
pub(super) fn is_https(text: &str) -> Result<bool, Malformed> {
    let is = |scheme| text.eq_ignore_ascii_case(scheme);
    match () {
        () if is("https") || is("wss") => Ok(true),
        () if is("http") || is("ws") => Ok(false),
        () => Err(Malformed),
    }
}

/// A host with a port perhaps; a user before it could deceive whoever reads a URL that is made of it.
pub(super) fn host(text: &str) -> Result<Authority, Malformed> {
    let host: Authority = text.parse().map_err(|_| Malformed)?;
    let port = text.strip_prefix(host.host()).ok_or(Malformed)?;
    let has_port = port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    if !host.host().is_empty() && (port.is_empty() || has_port) { Ok(host) } else { Err(Malformed) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn address(text: &str) -> Option<Node> {
        Some(Node::Address(text.parse().unwrap()))
    }

    #[test]
    fn the_examples_of_the_rfc_are_read() {
        let only = |node| Ok(Hop { node, ..Hop::default() });
        for (text, expected) in [
            (r#"for="_gazonk""#, only(Some(Node::Hidden))),
            (r#"For="[2001:db8:cafe::17]:4711""#, only(address("2001:db8:cafe::17"))),
            ("for=192.0.2.43", only(address("192.0.2.43"))),
            (r#"for="192.0.2.43:47011""#, only(address("192.0.2.43"))),
            (r#"for="198.51.100.17:_p0rt";by=203.0.113.60"#, only(address("198.51.100.17"))),
            ("for=unknown", only(Some(Node::Hidden))),
            (
                "for=192.0.2.60;proto=http;by=203.0.113.43",
                Ok(Hop { node: address("192.0.2.60"), is_https: Some(false), host: None }),
            ),
            (
                r#"host="example.com:8080"; PROTO="https" ;secret=x"#,
                Ok(Hop { node: None, is_https: Some(true), host: Some("example.com:8080".parse().unwrap()) }),
            ),
            (r#"for="\1\92.0.2.43""#, only(address("192.0.2.43"))),
        ] {
            assert_eq!(read(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn what_breaks_the_grammar_is_malformed() {
        for text in [
            "",
            "for",
            "for=",
            "=x",
            "for=192.0.2.1;",
            "for=192.0.2.1;for=192.0.2.2",
            "for=192.0.2.1 proto=http",
            "for=192.0.2.1:80",
            "for=[::1]",
            r#"for="::1""#,
            r#"for="[::1""#,
            r#"for="[::1]x""#,
            r#"for="192.0.2.1:123456""#,
            r#"for="192.0.2.1""#.trim_end_matches('"'),
            r#"for="192.0.2.1\"#,
            "for=_",
            "for=localhost",
            "proto=ftp",
            r#"host="a@b""#,
            r#"host="a:""#,
            r#"host="[::1]x:80""#,
            r#"host="a/b""#,
            r#"host="""#,
            "by=nobody",
        ] {
            assert_eq!(read(text.as_bytes()), Err(Malformed), "{text}");
        }
    }
}
