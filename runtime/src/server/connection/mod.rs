//! One connection, from the socket to its end. It is one task; only streams of HTTP/2 have tasks of their own.

mod deadlines;
mod detect;
mod drive;
mod ending;
pub(super) mod http1;
mod http2;
pub(super) mod pulse;

use std::pin::{Pin, pin};
use std::sync::Arc;

use http::StatusCode;
use tokio_util::task::task_tracker::TaskTrackerToken;

use self::deadlines::{Deadlines, Verdict};
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

/// Serves a connection, and holds the token for as long: [`TaskTracker::spawn`](tokio_util::task::TaskTracker::spawn) would come
/// between the task and each of its polls.
pub(super) async fn serve(shared: Arc<Shared>, accepted: Accepted, _token: TaskTrackerToken) {
    let pulse = Arc::new(Pulse::new());
    let mut deadlines = pin!(Deadlines::new(&shared, Arc::clone(&pulse)));
    let peer = accepted.peer;
    let (io, protocol) = match open(accepted, &pulse, deadlines.as_mut()).await {
        Ok(Some(opened)) => opened,
        Ok(None) => return,
        Err(verdict) => {
            if verdict == Verdict::HeadTooSlow {
                shared.log_refusal(peer, StatusCode::REQUEST_TIMEOUT, 0);
            }
            return;
        }
    };
    let service = RequestService::new(Arc::clone(&shared), peer, Arc::clone(&pulse));
    match protocol {
        Protocol::Http1 => {
            let ending = http1::serve(&shared.http1, io, service, deadlines.as_mut()).await;
            if let Some(ending) = ending {
                Box::pin(ending.come(deadlines)).await;
            }
        }
        // In a box, or each connection would be as large as the largest.
        Protocol::Http2 => Box::pin(http2::serve(&shared.options, io, service, pulse, deadlines)).await,
    }
}

/// Goes as far as the first request: until then a client has a deadline, and holds little. Nothing is given if the client has left,
/// or cannot be talked to.
async fn open(
    accepted: Accepted,
    pulse: &Arc<Pulse>,
    mut deadlines: Pin<&mut Deadlines<'_>>,
) -> Result<Option<(Io, Protocol)>, Verdict> {
    let Accepted { socket, opening, admitted, .. } = accepted;
    let finished = drive::within(pin!(opening.finish(socket)), deadlines.as_mut()).await?;
    let Some((socket, agreed)) = finished else { return Ok(None) };
    let mut io = Io::new(socket, Arc::clone(pulse), admitted);
    let Ok(Some((detected, read))) = drive::within(pin!(detect(&mut io)), deadlines).await? else { return Ok(None) };
    io.rewind(read);
    Ok(Some((io, agreed.unwrap_or(detected))))
}
