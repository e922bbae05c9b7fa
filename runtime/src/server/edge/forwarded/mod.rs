//! What proxies say of the client, if they are trusted.
//!
//! The server sees the proxy's connection, and the proxy writes into headers whose request it hands on. A client can write the same
//! headers. So they count only from proxies that `server.trusted_proxies` names, and only one family of them, the one that the proxies are
//! known to set: a proxy that sets `X-Forwarded-For` hands on a `Forwarded` that the client made up.
//!
//! Who hands a request on adds to the right, so the list of hops is read from the right: each entry was written by the hop on its
//! right, and is believed as long as that one is trusted. The first hop that is not trusted is the client.
//!
//! Headers that are not believed are taken off the request, also for whoever reads them in the application: all of them if the
//! peer is not trusted, the other family if it is. Without trusted proxies nothing is read, and nothing taken off.

mod element;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod header;
mod trusted;
mod x_forwarded;

use std::net::IpAddr;

use http::header::{FORWARDED, HeaderName};
use http::uri::Authority;
use http::{HeaderMap, Request};

use crate::request::Client;
use crate::server::peer::Peer;

pub(crate) use self::trusted::TrustedProxies;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");

/// Headers by which proxies say such things, beside `Forwarded`. Those that are not read here are read by others.
const X_FAMILY: [HeaderName; 10] = [
    X_FORWARDED_FOR,
    X_FORWARDED_PROTO,
    X_FORWARDED_HOST,
    X_FORWARDED_PORT,
    HeaderName::from_static("x-forwarded-by"),
    HeaderName::from_static("x-forwarded-prefix"),
    HeaderName::from_static("x-forwarded-scheme"),
    HeaderName::from_static("x-forwarded-server"),
    HeaderName::from_static("x-forwarded-ssl"),
    HeaderName::from_static("x-real-ip"),
];

/// Which headers the proxies set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Family {
    /// `Forwarded` (RFC 7239)
    Forwarded,
    /// `X-Forwarded-For`, `-Proto`, `-Host` and `-Port`
    #[default]
    XForwarded,
}

/// Whom to believe, and what.
#[derive(Clone, Debug, Default)]
pub(crate) struct ForwardedPolicy {
    pub(crate) trusted: TrustedProxies,
    pub(crate) family: Family,
}

/// What one hop says of the one before it. What it does not say is `None`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Hop {
    node: Option<Node>,
    is_https: Option<bool>,
    host: Option<Authority>,
}

/// A hop's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Address(IpAddr),
    /// The proxy does not know it, or does not tell.
    Hidden,
    Unix,
}

/// A text that breaks the header's grammar.
#[derive(Debug, PartialEq, Eq)]
struct Malformed;

impl ForwardedPolicy {
    /// Finds out who sends the request, takes off the headers that are not to be believed, and leaves the [`Client`] among the
    /// extensions. `is_https` is what the connection itself is.
    pub(crate) fn apply<B>(&self, request: &mut Request<B>, peer: Peer, is_https: bool) {
        let client = self.client(request, peer, is_https);
        request.extensions_mut().insert(client);
    }

    fn client<B>(&self, request: &mut Request<B>, peer: Peer, is_https: bool) -> Client {
        let mut found = Found { address: address_of(peer), is_https, host: None };
        if self.trusted.is_empty() {
            return found.into_client();
        }
        if !self.trusted.contains_peer(peer) {
            remove(request.headers_mut(), &[FORWARDED]);
            remove(request.headers_mut(), &X_FAMILY);
            return found.into_client();
        }
        match self.family {
            Family::Forwarded => {
                remove(request.headers_mut(), &X_FAMILY);
                self.walk(&mut found, header::hops(request.headers()));
            }
            Family::XForwarded => {
                remove(request.headers_mut(), &[FORWARDED]);
                self.walk(&mut found, x_forwarded::hops(request.headers()));
                let own = request.uri().authority();
                x_forwarded::origin(request.headers(), own, &mut found);
            }
        }
        found.into_client()
    }

    /// Goes from hop to hop, the nearest first. Each item was written by a hop that is trusted.
    fn walk(&self, found: &mut Found, hops: impl Iterator<Item = Result<Hop, Malformed>>) {
        for hop in hops {
            let Ok(hop) = hop else {
                tracing::debug!(
                    "a trusted proxy says whom it forwards in a way that cannot be understood: ignored from there on"
                );
                return;
            };
            found.is_https = hop.is_https.unwrap_or(found.is_https);
            found.host = hop.host.or(found.host.take());
            match hop.node {
                None => return,
                Some(node) => {
                    found.address = node.address();
                    if !self.trusted.contains(node) {
                        return;
                    }
                }
            }
        }
    }
}

/// What is known so far.
#[derive(Debug)]
struct Found {
    address: Option<IpAddr>,
    is_https: bool,
    host: Option<Authority>,
}

impl Found {
    fn into_client(self) -> Client {
        let client = Client::new(self.address).https(self.is_https);
        match self.host {
            Some(host) => client.host(host),
            None => client,
        }
    }
}

impl Node {
    fn address(self) -> Option<IpAddr> {
        match self {
            Self::Address(address) => Some(address),
            Self::Hidden | Self::Unix => None,
        }
    }
}

/// A socket of IPv6 may show an IPv4 address as `::ffff:192.0.2.1`.
fn address_of(peer: Peer) -> Option<IpAddr> {
    peer.address().map(|address| address.ip().to_canonical())
}

fn remove(headers: &mut HeaderMap, names: &[HeaderName]) {
    for name in names {
        headers.remove(name);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
