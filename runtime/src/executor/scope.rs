//! What the calling thread is at the moment, and so whether it may wait.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use tokio::runtime::Handle;

use super::admission::{Admission, Permit};

/// What a thread is to code that runs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThreadKind {
    /// It runs a job of an [`Executor`](super::Executor): it may block and wait.
    Executor,
    /// It polls coroutines, as a thread of a tokio runtime, or as a thread of an executor that waits in
    /// [`synchronize`](super::synchronize()). tokio's own blocking threads count as well: nothing tells them apart.
    EventLoop,
    /// Neither: a thread that the program started itself, or `main`.
    Outside,
}

impl ThreadKind {
    /// What the calling thread is.
    ///
    /// A runtime that a job drives on its own thread, by `block_on`, is not noticed: there it stays
    /// [`ThreadKind::Executor`].
    ///
    /// ```
    /// use pyramidion::executor::ThreadKind;
    ///
    /// assert_eq!(ThreadKind::current(), ThreadKind::Outside);
    /// ```
    pub fn current() -> ThreadKind {
        match with_scope(|scope| scope.polling) {
            Some(false) => ThreadKind::Executor,
            Some(true) => ThreadKind::EventLoop,
            None if Handle::try_current().is_ok() => ThreadKind::EventLoop,
            None => ThreadKind::Outside,
        }
    }
}

impl fmt::Display for ThreadKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ThreadKind::Executor => "executor thread",
            ThreadKind::EventLoop => "event loop thread",
            ThreadKind::Outside => "non-executor thread",
        })
    }
}

thread_local! {
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

/// A job's hold on its thread.
struct Scope {
    admission: Arc<Admission>,
    /// `None` while the job waits.
    permit: Option<Permit>,
    /// Whether a wait is polling its future just now.
    polling: bool,
}

/// `None` outside of a job, also while the thread's locals are being destroyed. `access` must run no foreign code, and so drop no
/// [`Permit`], which wakes a task.
fn with_scope<R>(access: impl FnOnce(&mut Scope) -> R) -> Option<R> {
    SCOPE.try_with(|scope| scope.borrow_mut().as_mut().map(access)).ok().flatten()
}

/// Whether the calling thread runs a job, be it that the job waits and polls.
pub(crate) fn runs_a_job() -> bool {
    with_scope(|_| ()).is_some()
}

/// Whether the caller is being polled by a job of this executor that waits for it.
pub(super) fn is_polled_by(admission: &Arc<Admission>) -> bool {
    with_scope(|scope| scope.polling && Arc::ptr_eq(&scope.admission, admission)).unwrap_or(false)
}

/// The time in which a job runs on the calling thread.
#[must_use]
pub(super) struct JobGuard(());

impl JobGuard {
    pub(super) fn enter(permit: Permit) -> JobGuard {
        let scope = Scope { admission: Arc::clone(permit.admission()), permit: Some(permit), polling: false };
        let previous = SCOPE.replace(Some(scope));
        debug_assert!(previous.is_none(), "a thread runs one job at a time");
        JobGuard(())
    }
}

impl Drop for JobGuard {
    fn drop(&mut self) {
        drop(SCOPE.take());
    }
}

/// The time in which a wait polls its future.
#[must_use]
pub(super) struct PollGuard(());

impl PollGuard {
    pub(super) fn enter() -> PollGuard {
        with_scope(|scope| scope.polling = true);
        PollGuard(())
    }
}

impl Drop for PollGuard {
    fn drop(&mut self) {
        with_scope(|scope| scope.polling = false);
    }
}

/// The time in which a job waits: without its permit, so that others can run.
#[must_use]
pub(super) struct WaitGuard(());

impl WaitGuard {
    pub(super) fn enter() -> WaitGuard {
        let permit = with_scope(|scope| scope.permit.take());
        drop(permit);
        WaitGuard(())
    }
}

impl Drop for WaitGuard {
    fn drop(&mut self) {
        with_scope(|scope| scope.permit = Some(scope.admission.overdraw()));
    }
}
