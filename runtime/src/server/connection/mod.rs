//! One connection, from the socket to its end. It is one task; only streams of HTTP/2 have tasks of their own.

mod deadlines;
mod detect;
mod drive;
pub(super) mod http1;
mod http2;
pub(super) mod pulse;

use std::pin::{Pin, pin};
use std::sync::Arc;

use self::deadlines::Deadlines;
use self::detect::detect;
use self::pulse::Pulse;
use super::admission::Admitted;
use super::encryption::Opening;
use super::io::Io;
use super::peer::Peer;
use super::protocol::Protocol;
use super::request::RequestService;
use super::shared::Shared;
use super::socket::Socket;

/// A connection that was accepted.
pub(super) struct Accepted {
    pub(super) socket: Socket,
    pub(super) peer: Peer,
    pub(super) opening: Opening,
    pub(super) admitted: Admitted,
}

/// Serves a connection.
pub(super) async fn serve(shared: Arc<Shared>, accepted: Accepted) {
    let pulse = Arc::new(Pulse::new());
    let mut deadlines = pin!(Deadlines::new(&shared, Arc::clone(&pulse)));
    let peer = accepted.peer;
    let Some((io, protocol)) = open(accepted, &pulse, deadlines.as_mut()).await else { return };
    let service = RequestService::new(Arc::clone(&shared), peer, Arc::clone(&pulse));
    match protocol {
        Protocol::Http1 => http1::serve(&shared.http1, io, service, deadlines).await,
        // In a box, or each connection would be as large as the largest.
        Protocol::Http2 => Box::pin(http2::serve(&shared.options, io, service, pulse, deadlines)).await,
    }
}

/// Goes as far as the first request: until then a client has a deadline, and holds little.
async fn open(
    accepted: Accepted,
    pulse: &Arc<Pulse>,
    mut deadlines: Pin<&mut Deadlines<'_>>,
) -> Option<(Io, Protocol)> {
    let Accepted { socket, opening, admitted, .. } = accepted;
    let (socket, agreed) = drive::within(pin!(opening.finish(socket)), deadlines.as_mut()).await??;
    let mut io = Io::new(socket, Arc::clone(pulse), admitted);
    let (detected, read) = drive::within(pin!(detect(&mut io)), deadlines).await?.ok()??;
    io.rewind(read);
    Some((io, agreed.unwrap_or(detected)))
}
