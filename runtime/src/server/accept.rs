//! The loop that accepts connections.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use super::backoff::Backoff;
use super::connection::{self, Accepted};
use super::encryption::{Encryption, Opening};
use super::listener::Listeners;
use super::peer::Peer;
use super::shared::Shared;
use super::socket::Socket;
use super::stage::Stage;

/// Accepts connections until the server drains, and then those that wait; gives up the listeners.
///
/// A permit is taken first, so that nobody is accepted who cannot be served.
pub(super) async fn accept(mut listeners: Listeners, mut encryption: Encryption, shared: &Arc<Shared>) {
    let mut drains = pin!(shared.stages.reach(Stage::Draining));
    let (mut backoff, mut is_full) = (Backoff::default(), false);
    loop {
        let permit = tokio::select! {
            biased;
            () = &mut drains => break,
            permit = permit(shared, &mut is_full) => permit,
        };
        let accepted = tokio::select! {
            biased;
            () = &mut drains => break,
            accepted = poll_fn(|context| listeners.poll_accept(context)) => accepted,
        };
        match accepted {
            Ok((socket, peer)) => {
                backoff.over();
                start(shared, permit, socket, peer, encryption.open());
            }
            Err(error) => {
                drop(permit);
                let Some(pause) = backoff.failed(&error) else { continue };
                tokio::select! {
                    biased;
                    () = &mut drains => break,
                    () = tokio::time::sleep(pause) => {}
                }
            }
        }
    }
    for (socket, peer) in listeners.close() {
        if let Some(permit) = shared.admission.try_permit() {
            start(shared, permit, socket, peer, encryption.open());
        }
    }
}

async fn permit(shared: &Shared, is_full: &mut bool) -> OwnedSemaphorePermit {
    if let Some(permit) = shared.admission.try_permit() {
        *is_full = false;
        return permit;
    }
    if !std::mem::replace(is_full, true) {
        let help = "raise `server.max_connections` if the machine can bear it";
        let maximum = shared.admission.maximum();
        tracing::warn!("{maximum} connections are open, which is the limit: further ones wait\nhelp: {help}");
    }
    shared.admission.permit().await
}

fn start(shared: &Arc<Shared>, permit: OwnedSemaphorePermit, socket: Socket, peer: Peer, opening: Opening) {
    match shared.admission.admit(permit, peer) {
        Some(admitted) => {
            let accepted = Accepted { socket, peer, opening, admitted };
            tokio::spawn(connection::serve(Arc::clone(shared), accepted, shared.connections.token()));
        }
        None => tracing::debug!(address = %peer, "the address has as many connections as it may"),
    }
}
