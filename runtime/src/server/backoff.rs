//! What to do when the system does not give a connection.

use std::io::{Error, ErrorKind};
use std::time::Duration;

const FIRST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_secs(1);

/// A spell of failures to accept; it ends when a connection comes.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    pause: Option<Duration>,
}

impl Backoff {
    /// A connection has come.
    pub(super) fn over(&mut self) {
        if self.pause.take().is_some() {
            tracing::info!("connections are accepted again");
        }
    }

    /// How long to wait after a failure; not at all if it concerns one connection only.
    ///
    /// Whatever is not known to be of that kind may last, and would be tried again and again: the first of a spell is logged.
    pub(super) fn failed(&mut self, error: &Error) -> Option<Duration> {
        if concerns_one_connection(error.kind()) {
            tracing::debug!(%error, "a connection was gone before it was accepted");
            return None;
        }
        let pause = match self.pause {
            Some(pause) => (pause * 2).min(LONGEST),
            None => {
                let help = "raise the limit of open files (`ulimit -n`, systemd's `LimitNOFILE`), or lower `server.max_connections`";
                tracing::error!(
                    "no connection can be accepted, and it is tried again until one can: {error}\nhelp: {help}"
                );
                FIRST
            }
        };
        self.pause = Some(pause);
        self.pause
    }
}

/// accept(2) hands on what has become of the connection in the meantime.
fn concerns_one_connection(kind: ErrorKind) -> bool {
    use ErrorKind::{
        ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable, Interrupted, NetworkDown,
        NetworkUnreachable, PermissionDenied, TimedOut,
    };
    matches!(
        kind,
        ConnectionAborted
            | ConnectionRefused
            | ConnectionReset
            | HostUnreachable
            | Interrupted
            | NetworkDown
            | NetworkUnreachable
            | PermissionDenied
            | TimedOut
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_that_is_gone_is_no_reason_to_wait() {
        assert_eq!(Backoff::default().failed(&ErrorKind::ConnectionAborted.into()), None);
    }

    #[test]
    fn what_may_last_is_tried_less_and_less_often() {
        let (mut backoff, exhausted) = (Backoff::default(), ErrorKind::OutOfMemory.into());
        let pauses: Vec<_> = (0..12).filter_map(|_| backoff.failed(&exhausted)).collect();
        assert_eq!((pauses[0], pauses[1], pauses[11]), (FIRST, FIRST * 2, LONGEST));
        backoff.over();
        assert_eq!(backoff.failed(&exhausted), Some(FIRST));
    }
}
