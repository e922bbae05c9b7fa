//! The end of a server as its connections see it: told once, and waited for.

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::task::{TaskTracker, task_tracker::TaskTrackerToken};

/// How websockets are closed when the server drains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Farewell {
    /// The close code: 1012 if the service restarts, 1001 if it goes away.
    pub(crate) code: u16,
    /// Each connection closes after a random part of this time, so that the clients do not come back all at once.
    pub(crate) spread: Duration,
}

/// What a server and its websockets share, as an extension of each request.
///
/// A websocket outlives its request and its HTTP connection, so the server knows of it only by this.
#[derive(Clone, Debug)]
pub(crate) struct Drain {
    told: watch::Sender<Option<Farewell>>,
    websockets: TaskTracker,
}

impl Drain {
    pub(crate) fn new() -> Self {
        Self { told: watch::Sender::new(None), websockets: TaskTracker::new() }
    }

    /// Tells all websockets to close. Only the first call counts.
    pub(crate) fn begin(&self, farewell: Farewell) {
        self.told.send_if_modified(|told| told.is_none().then(|| *told = Some(farewell)).is_some());
        self.websockets.close();
    }

    /// What websockets are to say, if they are to close.
    pub(crate) fn farewell(&self) -> Option<Farewell> {
        *self.told.borrow()
    }

    /// Waits until websockets are to close.
    pub(crate) async fn begun(&self) -> Farewell {
        let mut told = self.told.subscribe();
        match told.wait_for(Option::is_some).await.map(|told| *told) {
            Ok(Some(farewell)) => farewell,
            _ => std::future::pending().await, // `self` holds the sender, so the channel is open.
        }
    }

    /// Counts a websocket in until the token is dropped.
    pub(crate) fn join(&self) -> TaskTrackerToken {
        self.websockets.token()
    }

    /// How many websockets are open.
    pub(crate) fn open_websockets(&self) -> usize {
        self.websockets.len()
    }

    /// Waits until all websockets are gone. Call [`begin`](Self::begin) first.
    pub(crate) async fn websockets_gone(&self) {
        self.websockets.wait().await;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    const RESTART: Farewell = Farewell { code: 1012, spread: Duration::ZERO };

    #[tokio::test]
    async fn all_are_told_and_the_first_word_counts() {
        let drain = Drain::new();
        assert_eq!(drain.farewell(), None);
        assert_eq!(drain.begun().now_or_never(), None);
        drain.begin(RESTART);
        drain.begin(Farewell { code: 1001, ..RESTART });
        assert_eq!(drain.begun().await, RESTART);
        assert_eq!(drain.clone().farewell(), Some(RESTART));
    }

    #[tokio::test]
    async fn the_last_websocket_ends_the_wait() {
        let drain = Drain::new();
        let token = drain.join();
        drain.begin(RESTART);
        assert_eq!(drain.open_websockets(), 1);
        assert!(drain.websockets_gone().now_or_never().is_none());
        drop(token);
        drain.websockets_gone().await;
    }
}
