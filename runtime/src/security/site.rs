//! Where a request comes from, and whereto.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::header::HOST;
use http::uri::{Authority, Scheme};

use crate::request::Request;

/// The host that the client asks, with the port if it names one. It is the client's word.
pub(super) fn host(request: &Request) -> Option<&str> {
    request.uri().authority().map(Authority::as_str).or_else(|| request.header(HOST))
}

/// The same without the port.
pub(super) fn domain(request: &Request) -> Option<&str> {
    let host = host(request)?;
    let ends_in_address = host.ends_with(']'); // IPv6
    let domain = if ends_in_address { host } else { host.rsplit_once(':').map_or(host, |(domain, _)| domain) };
    (!domain.is_empty()).then_some(domain)
}

/// Whether the request says that it came by `https`.
pub(super) fn is_https(request: &Request) -> bool {
    request.uri().scheme() == Some(&Scheme::HTTPS)
}

/// The address at the other end of the connection.
pub(super) fn remote_addr(request: &Request) -> Option<IpAddr> {
    let ConnectInfo(address) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    Some(address.ip())
}
