//! Which proxies are trusted.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use super::Node;
use crate::server::peer::Peer;

/// The setting `server.trusted_proxies`: addresses, networks and `unix`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TrustedProxies {
    networks: Vec<Network>,
    unix: bool,
}

/// A network in CIDR notation (RFC 4632, RFC 4291): an address alone is one of a full prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u32,
}

/// A text that names no proxies.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoProxies {
    text: String,
    help: String,
}

impl TrustedProxies {
    pub(crate) fn is_empty(&self) -> bool {
        self.networks.is_empty() && !self.unix
    }

    pub(super) fn contains_peer(&self, peer: Peer) -> bool {
        self.contains(super::address_of(peer).map_or(Node::Unix, Node::Address))
    }

    pub(super) fn contains(&self, node: Node) -> bool {
        match node {
            Node::Address(address) => self.networks.iter().any(|network| network.contains(address)),
            Node::Unix => self.unix,
            Node::Hidden => false,
        }
    }
}

impl Network {
    fn contains(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.prefix
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.prefix
            }
            _ => false,
        }
    }

    /// The address with nothing behind the prefix.
    fn base(self) -> IpAddr {
        match self.address {
            IpAddr::V4(address) => {
                IpAddr::V4((address.to_bits() & u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0)).into())
            }
            IpAddr::V6(address) => {
                IpAddr::V6((address.to_bits() & u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0)).into())
            }
        }
    }
}

impl FromStr for TrustedProxies {
    type Err = NoProxies;

    /// Between them stand commas or spaces.
    fn from_str(text: &str) -> Result<Self, NoProxies> {
        let mut proxies = Self::default();
        for text in text.split([',', ' ', '\t', '\n']).filter(|text| !text.is_empty()) {
            match text {
                "unix" => proxies.unix = true,
                _ => proxies.networks.push(network(text)?),
            }
        }
        Ok(proxies)
    }
}

fn network(text: &str) -> Result<Network, NoProxies> {
    let wrong = || NoProxies {
        text: text.to_owned(),
        help: "write addresses, networks or `unix`, such as `127.0.0.1, 10.0.0.0/8, unix`".to_owned(),
    };
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let address: IpAddr = address.parse().map_err(|_| wrong())?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.map_or(Ok(longest), str::parse).ok().filter(|prefix| *prefix <= longest).ok_or_else(wrong)?;
    let network = Network { address, prefix };
    match network.base() {
        base if base == address => Ok(network),
        base => Err(NoProxies {
            text: text.to_owned(),
            help: format!(
                "the address has bits behind its prefix: write `{base}/{prefix}` for the network, or `{address}`"
            ),
        }),
    }
}

impl fmt::Display for NoProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no address of a proxy\nhelp: {}", self.text, self.help)
    }
}

impl std::error::Error for NoProxies {}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn contains(proxies: &str, address: &str) -> bool {
        let address = address.parse().unwrap();
        proxies.parse::<TrustedProxies>().unwrap().contains(Node::Address(address))
    }

    #[test]
    fn networks_contain_what_begins_alike() {
        for (proxies, inside, outside) in [
            ("127.0.0.1", "127.0.0.1", "127.0.0.2"),
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.0"),
            ("192.0.2.128/25", "192.0.2.200", "192.0.2.127"),
            ("10.0.0.0/8 ::1", "::1", "::2"),
            ("2001:db8::/32", "2001:db8:1::1", "2001:db9::"),
            ("0.0.0.0/0", "203.0.113.7", "::1"),
            ("::/0", "2001:db8::1", "203.0.113.7"),
        ] {
            assert!(contains(proxies, inside), "{proxies} {inside}");
            assert!(!contains(proxies, outside), "{proxies} {outside}");
        }
    }

    #[test]
    fn peers_are_compared_as_ipv4_where_they_are() {
        let proxies: TrustedProxies = "10.0.0.0/8".parse().unwrap();
        assert!(proxies.contains_peer(Peer::Tcp("[::ffff:10.0.0.1]:80".parse().unwrap())));
        assert!(!proxies.contains_peer(Peer::Unix));
        assert!("unix".parse::<TrustedProxies>().unwrap().contains_peer(Peer::Unix));
        assert!(!proxies.contains(Node::Hidden));
    }

    #[test]
    fn mistakes_are_helped_with() {
        for (text, help) in [
            ("localhost", "write addresses, networks or `unix`"),
            ("10.0.0.0/33", "write addresses"),
            ("10.0.0.0/-1", "write addresses"),
            ("10.1.0.0/8", "write `10.0.0.0/8` for the network, or `10.1.0.0`"),
            ("2001:db8::1/32", "write `2001:db8::/32` for"),
            ("1.2.3.4/0", "write `0.0.0.0/0` for"),
        ] {
            let error = text.parse::<TrustedProxies>().unwrap_err().to_string();
            assert!(error.contains(help), "{error}");
        }
        assert!("".parse::<TrustedProxies>().unwrap().is_empty());
    }
}
