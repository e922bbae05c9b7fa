//! One connection, from the socket to its end. It is one task; only streams of HTTP/2 have tasks of their own.

mod deadlines;
mod detect;
mod drive;
pub(super) mod http1;
mod http2;
pub(super) mod pulse;

use std::pin::pin;
use std::sync::Arc;

use self::deadlines::Deadlines;
use self::detect::{Protocol, detect};
use self::pulse::Pulse;
use super::admission::Admitted;
use super::io::{Io, Socket};
use super::peer::Peer;
use super::request::RequestService;
use super::shared::Shared;

/// Serves a connection.
pub(super) async fn serve(shared: Arc<Shared>, socket: Socket, peer: Peer, admitted: Admitted) {
    let pulse = Arc::new(Pulse::new());
    let mut io = Io::new(socket, Arc::clone(&pulse), admitted);
    let mut deadlines = pin!(Deadlines::new(&shared, Arc::clone(&pulse)));
    let detected = drive::within(pin!(detect(&mut io)), deadlines.as_mut()).await;
    let Some(Ok(Some((protocol, read)))) = detected else { return };
    io.rewind(read);
    let service = RequestService::new(Arc::clone(&shared), peer, Arc::clone(&pulse));
    match protocol {
        Protocol::Http1 => http1::serve(shared.http1.clone(), io, service, pulse, deadlines).await,
        // In a box, or each connection would be as large as the largest.
        Protocol::Http2 => Box::pin(http2::serve(&shared.options, io, service, pulse, deadlines)).await,
    }
}
