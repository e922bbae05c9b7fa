//! What all requests say of the connection that they came by.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use http::Extensions;

/// Extensions to be copied for each request: a map with room for what axum adds, for it is slow to grow, and there is no other way
/// to ask for room.
///
/// A server has one for all its connections. Each would have to fetch its own from far away, if there are many.
#[derive(Debug)]
pub(in crate::server) struct Known(Extensions);

impl Known {
    pub(in crate::server) fn new() -> Self {
        #[derive(Clone)]
        struct Place<const N: usize>;

        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0)));
        extensions.insert(Place::<0>);
        extensions.insert(Place::<1>);
        extensions.insert(Place::<2>);
        extensions.remove::<Place<0>>();
        extensions.remove::<Place<1>>();
        extensions.remove::<Place<2>>();
        Self(extensions)
    }

    /// Puts the address of the client's end into a request's extensions.
    pub(super) fn tell(&self, address: SocketAddr, extensions: &mut Extensions) {
        if extensions.is_empty() {
            extensions.clone_from(&self.0);
        }
        match extensions.get_mut::<ConnectInfo<SocketAddr>>() {
            Some(known) => known.0 = address,
            None => drop(extensions.insert(ConnectInfo(address))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_told_whatever_else_is_known() {
        let known = Known::new();
        let address = SocketAddr::from(([127, 0, 0, 1], 80));
        let (empty, mut upgraded) = (Extensions::new(), Extensions::new());
        upgraded.insert("an upgrade");
        for mut extensions in [empty, upgraded] {
            known.tell(address, &mut extensions);
            assert_eq!(extensions.get().map(|ConnectInfo(address): &ConnectInfo<SocketAddr>| *address), Some(address));
        }
    }
}
