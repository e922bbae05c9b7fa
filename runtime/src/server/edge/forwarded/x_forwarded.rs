//! `X-Forwarded-For`, `-Proto`, `-Host` and `-Port`, which no standard describes.
//!
//! Proxies add to `X-Forwarded-For`, and set the others. Where one of those is a list all the same, the last counts, which the
//! nearest proxy wrote.

use std::net::{IpAddr, SocketAddr};

use http::header::{HOST, HeaderName};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue};

use super::element::{host, is_https};
use super::{Found, Hop, Malformed, Node};
use super::{X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PORT, X_FORWARDED_PROTO};

/// The hops, the nearest first.
pub(super) fn hops(headers: &HeaderMap) -> impl Iterator<Item = Result<Hop, Malformed>> {
    let values: Vec<&HeaderValue> = headers.get_all(X_FORWARDED_FOR).iter().collect();
    let texts = values.into_iter().rev().flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b','));
    let texts = texts.map(<[u8]>::trim_ascii).filter(|text| !text.is_empty());
    texts.map(|text| Ok(Hop { node: Some(node(text)?), ..Hop::default() }))
}

/// An address, with or without brackets and port; `unknown`; or what nginx calls a client on a Unix socket.
fn node(text: &[u8]) -> Result<Node, Malformed> {
    let text = str::from_utf8(text).map_err(|_| Malformed)?;
    if text.eq_ignore_ascii_case("unknown") {
        return Ok(Node::Hidden);
    }
    if text == "unix:" {
        return Ok(Node::Unix);
    }
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()));
    address.map(|address| Node::Address(address.to_canonical())).map_err(|_| Malformed)
}

/// Scheme and host. `own` is the host in the request's target.
pub(super) fn origin(headers: &HeaderMap, own: Option<&Authority>, found: &mut Found) {
    if let Some(is_https) = understood(headers, X_FORWARDED_PROTO, is_https) {
        found.is_https = is_https;
    }
    found.host = understood(headers, X_FORWARDED_HOST, host);
    let port = understood(headers, X_FORWARDED_PORT, |text| text.parse::<u16>().map_err(|_| Malformed));
    if let Some(port) = port {
        let named = found.host.take();
        let asked = named.or_else(|| own.cloned()).or_else(|| host(headers.get(HOST)?.to_str().ok()?).ok());
        found.host = asked.map(|host| with_port(host, port, found.is_https));
    }
}

/// The last item of a header's list, if it can be understood.
fn understood<T>(headers: &HeaderMap, name: HeaderName, read: impl FnOnce(&str) -> Result<T, Malformed>) -> Option<T> {
    let list = headers.get_all(&name).iter().next_back()?;
    let last = list.as_bytes().rsplit(|byte| *byte == b',').next().unwrap_or_default().trim_ascii();
    let value = str::from_utf8(last).map_err(|_| Malformed).and_then(read).ok();
    if value.is_none() {
        tracing::debug!(header = %name, "a trusted proxy sends what cannot be understood: ignored");
    }
    value
}

/// A host that names a port keeps it: the proxy has told the client's word. The scheme's own port is left out.
fn with_port(host: Authority, port: u16, is_https: bool) -> Authority {
    let default = if is_https { 443 } else { 80 };
    if host.port().is_some() || port == default {
        return host;
    }
    format!("{}:{port}", host.host()).parse().unwrap_or(host)
}
