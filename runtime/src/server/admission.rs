//! How many connections may be open, in all and of one address.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::options::Options;
use super::peer::Peer;

/// Admits connections.
#[derive(Debug)]
pub(super) struct Admission {
    permits: Arc<Semaphore>,
    maximum: usize,
    addresses: Option<Arc<Addresses>>,
}

/// The right of a connection to be open; it goes with the socket, also into a websocket.
#[derive(Debug)]
pub(super) struct Admitted {
    _permit: OwnedSemaphorePermit,
    _place: Option<Place>,
}

impl Admission {
    pub(super) fn new(options: &Options) -> Self {
        let maximum = options.max_connections.clamp(1, Semaphore::MAX_PERMITS);
        let addresses = options.max_connections_per_address.map(|maximum| Arc::new(Addresses::new(maximum)));
        Self { permits: Arc::new(Semaphore::new(maximum)), maximum, addresses }
    }

    pub(super) fn maximum(&self) -> usize {
        self.maximum
    }

    /// A permit, if there is one.
    pub(super) fn try_permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.permits).try_acquire_owned().ok()
    }

    /// A permit, as soon as there is one.
    pub(super) async fn permit(&self) -> OwnedSemaphorePermit {
        match Arc::clone(&self.permits).acquire_owned().await {
            Ok(permit) => permit,
            Err(_) => std::future::pending().await, // Nobody closes the semaphore.
        }
    }

    /// Admits `peer` on a permit, unless its address has as many connections as it may.
    pub(super) fn admit(&self, permit: OwnedSemaphorePermit, peer: Peer) -> Option<Admitted> {
        let place = match (&self.addresses, peer.address()) {
            // An IPv4 address is the same one however the listener writes it.
            (Some(addresses), Some(address)) => Some(addresses.place(address.ip().to_canonical())?),
            _ => None,
        };
        Some(Admitted { _permit: permit, _place: place })
    }
}

#[derive(Debug)]
struct Addresses {
    maximum: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One of the places that an address has.
#[derive(Debug)]
struct Place {
    addresses: Arc<Addresses>,
    address: IpAddr,
}

impl Addresses {
    fn new(maximum: usize) -> Self {
        Self { maximum, open: Mutex::default() }
    }

    fn place(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let mut open = self.lock();
        let count = open.get(&address).copied().unwrap_or(0);
        if count >= self.maximum {
            return None;
        }
        open.insert(address, count + 1);
        Some(Place { addresses: Arc::clone(self), address })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Entry::Occupied(mut open) = self.addresses.lock().entry(self.address) {
            *open.get_mut() -= 1;
            if *open.get() == 0 {
                open.remove();
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn peer(address: &str) -> Peer {
        Peer::Tcp(address.parse().unwrap())
    }

    #[test]
    fn an_address_has_its_places_and_no_more() {
        let options = Options { max_connections_per_address: Some(2), ..Options::default() };
        let admission = Admission::new(&options);
        let admit = |address| admission.admit(admission.try_permit().unwrap(), peer(address));
        let first = admit("192.0.2.1:1");
        let second = admit("[::ffff:192.0.2.1]:2");
        assert!(first.is_some() && second.is_some());
        assert!(admit("192.0.2.1:3").is_none());
        assert!(admit("192.0.2.2:1").is_some());
        drop(first);
        assert!(admit("192.0.2.1:4").is_some());
        drop(second);
        assert!(admission.addresses.as_ref().unwrap().lock().is_empty(), "what is gone is forgotten");
    }

    #[test]
    fn permits_come_back() {
        let admission = Admission::new(&Options { max_connections: 1, ..Options::default() });
        let permit = admission.try_permit().unwrap();
        assert!(admission.try_permit().is_none());
        drop(admission.admit(permit, peer("192.0.2.1:1")));
        assert!(admission.try_permit().is_some());
    }
}
