//! The policy under plain arguments, for the fuzz target `forwarded`.

use std::net::SocketAddr;

use http::Request;

use super::{Family, ForwardedPolicy, Peer};

/// Applies the policy to a request from `peer`, `None` for a Unix socket. False if `trusted` names no proxies.
pub fn forwarded<B>(trusted: &str, is_standard: bool, peer: Option<SocketAddr>, request: &mut Request<B>) -> bool {
    let Ok(trusted) = trusted.parse() else { return false };
    let family = if is_standard { Family::Forwarded } else { Family::XForwarded };
    ForwardedPolicy { trusted, family }.apply(request, peer.map_or(Peer::Unix, Peer::Tcp), false);
    true
}
