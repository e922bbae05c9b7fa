//! The end of an executor.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::control::{Interrupt, JobName};
use super::metrics::Reason;
use super::pool::{Job, Pool};
use super::{ExecutorError, clock};

/// A shutdown on its way, or over.
pub(super) struct Shutdown {
    deadline: Instant,
    /// Set at the deadline.
    left: Option<ShutdownReport>,
    wakers: Vec<Waker>,
}

impl Shutdown {
    /// Whether the deadline has passed.
    pub(super) fn is_over(&self) -> bool {
        self.left.is_some()
    }

    /// When to end what is left; `None` if that was done.
    pub(super) fn deadline(&self) -> Option<Instant> {
        (!self.is_over()).then_some(self.deadline)
    }

    pub(super) fn take_wakers(&mut self) -> Vec<Waker> {
        std::mem::take(&mut self.wakers)
    }
}

/// What a shutdown found still there at its deadline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShutdownReport {
    /// Jobs that waited in [`synchronize`](super::synchronize()), and were unwound.
    pub interrupted: Vec<JobName>,
    /// Jobs that ran, and were left running: no thread can be stopped from outside. They can ask
    /// [`is_cancelled`](super::is_cancelled).
    pub left_running: Vec<JobName>,
}

impl ShutdownReport {
    /// Whether every job that had started came to its own end.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.interrupted.is_empty() && self.left_running.is_empty()
    }
}

impl fmt::Display for ShutdownReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |names: &[JobName]| names.iter().map(JobName::as_str).collect::<Vec<_>>().join("`, `");
        match (self.interrupted.as_slice(), self.left_running.as_slice()) {
            ([], []) => f.write_str("every job came to its end"),
            (waiting, []) => write!(f, "{} waiting jobs were interrupted: `{}`", waiting.len(), names(waiting)),
            ([], running) => write!(f, "{} jobs still run: `{}`", running.len(), names(running)),
            (waiting, running) => write!(
                f,
                "{} waiting jobs were interrupted: `{}`; {} jobs still run: `{}`",
                waiting.len(),
                names(waiting),
                running.len(),
                names(running)
            ),
        }
    }
}

/// Shuts the executor down: see [`Executor::shutdown`](super::Executor::shutdown).
pub(super) async fn shutdown(pool: &Arc<Pool>, time: Duration) -> ShutdownReport {
    begin(pool, time);
    poll_fn(|context| poll_report(pool, context)).await
}

fn begin(pool: &Arc<Pool>, time: Duration) {
    let deadline = clock::after(Instant::now(), time);
    let (queued, resting) = {
        let mut inner = pool.lock();
        match &mut inner.shutdown {
            Some(earlier) => earlier.deadline = earlier.deadline.min(deadline),
            none => *none = Some(Shutdown { deadline, left: None, wakers: Vec::new() }),
        }
        (inner.state.drain(), inner.state.close())
    };
    resting.iter().for_each(|signal| signal.notify());
    pool.fail(queued, Reason::ShutDown);
    if !pool.lock().state.is_quiet() {
        clock::start(pool);
    }
}

fn poll_report(pool: &Arc<Pool>, context: &mut Context<'_>) -> Poll<ShutdownReport> {
    let mut inner = pool.lock();
    let is_quiet = inner.state.is_quiet();
    let shutdown = inner.shutdown.as_mut().expect("begun before, and never taken back");
    match &shutdown.left {
        Some(left) => Poll::Ready(left.clone()),
        None if is_quiet => Poll::Ready(ShutdownReport::default()),
        None => {
            if !shutdown.wakers.iter().any(|waker| waker.will_wake(context.waker())) {
                shutdown.wakers.push(context.waker().clone());
            }
            Poll::Pending
        }
    }
}

/// Ends what is left of a shutdown whose deadline is not after `now`, or whatever it is.
pub(super) fn expire(pool: &Pool, now: Option<Instant>) {
    let (active, wakers): (Vec<Job>, _) = {
        let mut inner = pool.lock();
        let (interrupted, left_running) = (inner.names(true), inner.names(false));
        let Some(shutdown) = &mut inner.shutdown else { return };
        if shutdown.is_over() || now.is_some_and(|now| now < shutdown.deadline) {
            return;
        }
        shutdown.left = Some(ShutdownReport { interrupted, left_running });
        let wakers = shutdown.take_wakers();
        (inner.state.active().map(|active| Arc::clone(&active.job)).collect(), wakers)
    };
    for job in active {
        job.fail(ExecutorError::ShutDown { executor: Arc::clone(pool.name()) });
        job.control().interrupt(Interrupt::ShutDown);
    }
    wakers.into_iter().for_each(Waker::wake);
}
