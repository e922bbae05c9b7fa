//! The end of a server.

use std::fmt;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};

use super::options::Options;
use super::shared::Shared;
use super::stage::Stage;
use crate::drain::Farewell;

/// How much of the time over which websockets are closed each of them is worth.
const SPREAD_OF_ONE: Duration = Duration::from_millis(10);

/// How long the tasks that are given up may take to notice.
pub(super) const LAST_POLLS: Duration = Duration::from_secs(1);

/// What a server has left unfinished when it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerReport {
    /// Connections that were given up with a request.
    pub connections: usize,
    /// Websockets that were open.
    pub websockets: usize,
    pub(crate) time_left: Duration,
}

impl ServerReport {
    /// Whether everything came to its own end.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.connections == 0 && self.websockets == 0
    }
}

impl fmt::Display for ServerReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.connections, self.websockets) {
            (0, 0) => f.write_str("everything was finished"),
            (connections, 0) => write!(f, "{connections} connections were unfinished"),
            (0, websockets) => write!(f, "{websockets} websockets were open"),
            (connections, websockets) => {
                write!(f, "{connections} connections were unfinished, and {websockets} websockets open")
            }
        }
    }
}

/// Lets what is open finish, and gives up what is still there at the deadline, or when the server is to abort.
pub(super) async fn drain(shared: &Shared) -> ServerReport {
    let deadline = Instant::now() + shared.options.drain_timeout;
    tracing::info!(
        "stopping: {} connections and {} websockets have {:?} to finish",
        shared.connections.len(),
        shared.drain.open_websockets(),
        shared.options.drain_timeout
    );
    shared.drain.begin(farewell(&shared.options, shared.drain.open_websockets()));
    shared.connections.close();
    tokio::select! {
        biased;
        () = shared.stages.reach(Stage::Aborting) => {}
        () = all_gone(shared) => {}
        () = sleep_until(deadline) => {}
    }
    let aborts = shared.stages.now() == Stage::Aborting;
    let time_left = if aborts { Duration::ZERO } else { deadline.saturating_duration_since(Instant::now()) };
    // Before the end, for that takes the websockets of workers with it.
    let websockets = shared.drain.open_websockets();
    let report = ServerReport { connections: give_up(shared).await, websockets, time_left };
    if !report.is_clean() {
        tracing::warn!("stopped: {report}");
    }
    report
}

/// Ends what is left, and counts the connections that had a request. Whoever awaits the end of the server may rely on it that
/// none of them runs on.
async fn give_up(shared: &Shared) -> usize {
    shared.stages.advance(Stage::Aborting);
    let _ = timeout(LAST_POLLS, shared.connections.wait()).await;
    shared.given_up.load(Ordering::Relaxed) + shared.connections.len()
}

async fn all_gone(shared: &Shared) {
    shared.connections.wait().await;
    shared.drain.websockets_gone().await;
}

fn farewell(options: &Options, websockets: usize) -> Farewell {
    let enough = SPREAD_OF_ONE.saturating_mul(u32::try_from(websockets).unwrap_or(u32::MAX));
    let spread = options.drain_spread.min(enough).min(options.drain_timeout / 2);
    Farewell { code: options.drain_code, spread }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_websockets_are_closed_in_less_time() {
        let options = Options::default();
        assert_eq!(farewell(&options, 3), Farewell { code: 1012, spread: 3 * SPREAD_OF_ONE });
        assert_eq!(farewell(&options, 1 << 20).spread, options.drain_spread);
        let hasty = Options { drain_timeout: Duration::from_secs(5), ..options };
        assert_eq!(farewell(&hasty, 1 << 20).spread, Duration::from_millis(2_500), "the last have time to close");
    }

    #[test]
    fn a_report_says_what_was_left() {
        let left = |connections, websockets| ServerReport { connections, websockets, ..ServerReport::default() };
        assert!(left(0, 0).is_clean() && !left(1, 0).is_clean() && !left(0, 1).is_clean());
        assert_eq!(left(2, 3).to_string(), "2 connections were unfinished, and 3 websockets open");
    }
}
