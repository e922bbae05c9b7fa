//! A server whose connections are served by workers.

use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;

use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

use super::accept;
use super::drain::{self, LAST_POLLS};
use super::edge::listen::Bound;
#[cfg(unix)]
use super::edge::notify::Watchdog;
use super::edge::workers::{self, WorkerError};
use super::encryption::Encryption;
use super::listener::Listeners;
use super::shared::Shared;
use super::stage::Stage;
use super::{Server, ServerReport};

/// What one worker begins with.
struct Share {
    sockets: Vec<Bound>,
    /// Held for as long as the worker accepts.
    accepting: TaskTrackerToken,
    #[cfg(unix)]
    watchdog: Option<Watchdog>,
}

impl Server {
    /// As [`serve`](Self::serve), on `sockets`, by threads with an event loop each.
    ///
    /// # Errors
    ///
    /// The first worker that fails. The others are drained then, as if the server had been told to stop.
    pub(crate) async fn serve_in_workers(
        self,
        sockets: Vec<Bound>,
        count: NonZeroUsize,
    ) -> Result<ServerReport, WorkerError> {
        let accepting = TaskTracker::new();
        let shares = shares(sockets, count, &accepting).map_err(WorkerError::Start)?;
        accepting.close();
        let (_, running) = self.begin();
        let shared = &running.shared;
        let (shared_by_all, encryption) = (Arc::clone(shared), running.encryption.clone());
        let work = move |_, share| work(Arc::clone(&shared_by_all), encryption.clone(), share);
        let workers = async {
            let result = workers::run(shares, work).await;
            if result.is_err() {
                shared.stages.advance(Stage::Draining);
            }
            result
        };
        let end = async {
            accepting.wait().await;
            drain::drain(shared).await
        };
        let (result, report) = tokio::join!(workers, end);
        result.map(|()| report)
    }
}

fn shares(sockets: Vec<Bound>, count: NonZeroUsize, accepting: &TaskTracker) -> io::Result<Vec<Share>> {
    let more = |_| sockets.iter().map(Bound::for_worker).collect::<io::Result<Vec<_>>>();
    let mut all = (1..count.get()).map(more).collect::<io::Result<Vec<_>>>()?;
    all.push(sockets);
    #[cfg(unix)]
    let watchdog = Watchdog::of(all.len());
    let share = |sockets| Share {
        sockets,
        accepting: accepting.token(),
        #[cfg(unix)]
        watchdog: watchdog.clone(),
    };
    Ok(all.into_iter().map(share).collect())
}

/// Accepts until the server drains, and runs what it has accepted until the server gives it up.
async fn work(shared: Arc<Shared>, encryption: Encryption, share: Share) -> io::Result<()> {
    let listeners = share.sockets.into_iter().map(Bound::into_listener).collect::<io::Result<Vec<_>>>()?;
    #[cfg(unix)]
    if let Some(watchdog) = share.watchdog {
        tokio::spawn(watchdog.run());
    }
    accept::accept(Listeners::new(listeners), encryption, &shared).await;
    drop(share.accepting);
    shared.stages.reach(Stage::Aborting).await;
    let _ = tokio::time::timeout(LAST_POLLS, shared.connections.wait()).await;
    Ok(())
}
