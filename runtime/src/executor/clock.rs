//! The thread that watches time for an executor: how long jobs are queued, and when a shutdown is to be over.
//!
//! It exists only while jobs are queued behind others or a shutdown goes on. A timer of tokio would not do: the runtime may have
//! none, and a job that is taken at once would pay for one.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::metrics::Reason;
use super::park::Parker;
use super::pool::{Clock, Pool};
use super::shutdown::{self, Shutdown};
use super::sync::thread;

/// Starts the clock, unless it runs.
pub(super) fn start(pool: &Arc<Pool>) {
    {
        let mut inner = pool.lock();
        if !matches!(inner.clock, Clock::Stopped) {
            return inner.clock.wake();
        }
        inner.clock = Clock::Starting;
    }
    let weak = Arc::downgrade(pool);
    let builder = thread::Builder::new().name(format!("{}-clock", pool.name()));
    if let Err(error) = builder.spawn(move || watch(&weak)) {
        pool.lock().clock = Clock::Stopped;
        tracing::warn!(executor = %pool.name(), %error, "no thread could be started to watch the executor's queue");
        // Nobody would end it later.
        shutdown::expire(pool, None);
    }
}

/// Does not keep the pool alive while it sleeps.
fn watch(pool: &Weak<Pool>) {
    let parker = Parker::new();
    while let Some(pool) = pool.upgrade() {
        let now = Instant::now();
        shutdown::expire(&pool, Some(now));
        let timeout = pool.config().queue_timeout;
        let (expired, next) = {
            let mut inner = pool.lock();
            let expired = now.checked_sub(timeout).map(|latest| inner.state.expire(latest)).unwrap_or_default();
            let queue = inner.state.oldest().map(|since| after(since, timeout));
            let shutdown = inner.shutdown.as_ref().and_then(Shutdown::deadline);
            let next = queue.into_iter().chain(shutdown).min();
            let goes_on = next.is_some() && (!inner.state.is_closed() || shutdown.is_some());
            inner.clock = if goes_on { Clock::Running(parker.signal()) } else { Clock::Stopped };
            (expired, next.filter(|_| goes_on))
        };
        pool.fail(expired, Reason::QueueTimeout);
        drop(pool);
        match next {
            Some(next) => parker.park_until(Some(next)),
            None => return,
        };
    }
}

/// A time that cannot be told is a year away.
pub(super) fn after(start: Instant, time: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 86_400);
    start.checked_add(time).unwrap_or(start + YEAR)
}
