//! Where a request comes from, and whereto.

use crate::request::Request;

/// The host that the client asks, without the port. It is the client's word.
pub(super) fn domain(request: &Request) -> Option<&str> {
    let host = request.host()?;
    let ends_in_address = host.ends_with(']'); // IPv6
    let domain = if ends_in_address { host } else { host.rsplit_once(':').map_or(host, |(domain, _)| domain) };
    (!domain.is_empty()).then_some(domain)
}

/// Whether the request came by `https`, as the server knows or the request says.
pub(super) fn is_https(request: &Request) -> bool {
    request.scheme() == "https"
}
