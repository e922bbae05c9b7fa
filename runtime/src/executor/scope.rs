//! What the calling thread is at the moment, and so whether it may wait.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::sync::Arc;
use std::task::Waker;

use tokio::runtime::Handle;

use super::control::Interrupt;
use super::job::Runnable;
use super::pool::{Job, Pool};
use super::state::Slot;

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
        match PLACE.try_with(Cell::get) {
            Ok(Place::Job) => ThreadKind::Executor,
            Ok(Place::Poll | Place::HandingPoll) => ThreadKind::EventLoop,
            Ok(Place::Outside) | Err(_) if Handle::try_current().is_ok() => ThreadKind::EventLoop,
            Ok(Place::Outside) | Err(_) => ThreadKind::Outside,
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

/// Where in a job the calling thread is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Job,
    /// In what a wait of the job polls.
    Poll,
    /// As `Poll`, and what it polls may hand a job down to this thread.
    HandingPoll,
}

thread_local! {
    static PLACE: Cell<Place> = const { Cell::new(Place::Outside) };
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

/// A job's hold on its thread.
struct Scope {
    pool: Arc<Pool>,
    slot: Slot,
    job: Job,
    handed_down: Option<Arc<dyn Runnable>>,
}

/// `None` outside of a job, also while the thread's locals are being destroyed. `access` must run no foreign code.
fn with_scope<R>(access: impl FnOnce(&mut Scope) -> R) -> Option<R> {
    SCOPE.try_with(|scope| scope.borrow_mut().as_mut().map(access)).ok().flatten()
}

/// Whether the calling thread runs a job, be it that the job waits and polls.
pub(crate) fn runs_a_job() -> bool {
    with_scope(|_| ()).is_some()
}

fn is_polling() -> bool {
    matches!(PLACE.try_with(Cell::get), Ok(Place::Poll | Place::HandingPoll))
}

/// The executors that wait for a job, each once.
#[derive(Clone, Default)]
pub(super) struct Ancestry(Option<Arc<Ancestor>>);

struct Ancestor {
    pool: Arc<Pool>,
    above: Ancestry,
}

impl Ancestry {
    /// Of a job that the caller submits: executors whose jobs are waiting for the caller.
    pub(super) fn of_caller() -> Ancestry {
        if !is_polling() {
            return Ancestry::default();
        }
        let parent = |scope: &mut Scope| {
            let above = scope.job.ancestry().clone();
            if above.contains(&scope.pool) {
                return above;
            }
            Ancestry(Some(Arc::new(Ancestor { pool: Arc::clone(&scope.pool), above })))
        };
        with_scope(parent).unwrap_or_default()
    }

    /// Whether a job of this executor waits for the job.
    pub(super) fn contains(&self, pool: &Arc<Pool>) -> bool {
        let mut next = self.0.as_ref();
        while let Some(ancestor) = next {
            if Arc::ptr_eq(&ancestor.pool, pool) {
                return true;
            }
            next = ancestor.above.0.as_ref();
        }
        false
    }
}

/// The time in which a job runs on the calling thread.
#[must_use]
pub(super) struct JobGuard(());

impl JobGuard {
    pub(super) fn enter(pool: &Arc<Pool>, slot: Slot, job: Job) -> JobGuard {
        let scope = Scope { pool: Arc::clone(pool), slot, job, handed_down: None };
        let previous = SCOPE.replace(Some(scope));
        debug_assert!(previous.is_none(), "a thread runs one job at a time");
        PLACE.set(Place::Job);
        JobGuard(())
    }
}

impl Drop for JobGuard {
    fn drop(&mut self) {
        PLACE.set(Place::Outside);
        drop(SCOPE.take());
    }
}

/// The time in which a wait polls its future.
#[must_use]
pub(super) struct PollGuard(());

impl PollGuard {
    pub(super) fn enter(hands_down: bool) -> PollGuard {
        PLACE.set(if hands_down { Place::HandingPoll } else { Place::Poll });
        PollGuard(())
    }
}

impl Drop for PollGuard {
    fn drop(&mut self) {
        PLACE.set(Place::Job);
    }
}

/// The time in which a job waits: without its permit, so that others can run.
#[must_use]
pub(super) struct WaitGuard {
    pool: Arc<Pool>,
    slot: Slot,
}

impl WaitGuard {
    /// `None` outside of a job. An interrupt of the job uses `waker`; one that came before shows in [`interrupted`].
    pub(super) fn enter(waker: &Waker) -> Option<WaitGuard> {
        let wait = with_scope(|scope| {
            scope.job.control().wake_on_interrupt(waker);
            WaitGuard { pool: Arc::clone(&scope.pool), slot: scope.slot }
        })?;
        wait.pool.wait(wait.slot);
        Some(wait)
    }
}

impl Drop for WaitGuard {
    fn drop(&mut self) {
        self.pool.resume(self.slot);
    }
}

/// Why the job of the calling thread is to end, if it is.
pub(super) fn interrupted() -> Option<Interrupt> {
    with_scope(|scope| scope.job.control().interrupted()).flatten()
}

/// Whether the caller's job is not needed any more: whoever waited for it is gone, or the executor's time is over. `false`
/// outside of jobs.
///
/// A job that works for long asks this now and then, and returns early; its value is dropped. A job that waits in
/// [`synchronize`](super::synchronize()) need not ask: its wait ends.
///
/// ```
/// use pyramidion::executor::{is_cancelled, spawn_blocking_scope};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let sum = spawn_blocking_scope(|| (0..1_000_u64).take_while(|_| !is_cancelled()).sum::<u64>()).await;
/// assert_eq!(sum, 499_500);
/// # });
/// ```
#[must_use]
pub fn is_cancelled() -> bool {
    interrupted().is_some()
}

/// Whether a job that the caller submits to `pool` can be run by the thread of the caller itself.
pub(super) fn hands_down_to(pool: &Arc<Pool>) -> bool {
    is_handing_down()
        && with_scope(|scope| scope.handed_down.is_none() && Arc::ptr_eq(&scope.pool, pool)).unwrap_or(false)
}

/// Has `job` run by this thread, once it is back from its poll.
pub(super) fn hand_down(job: Arc<dyn Runnable>) {
    let previous = with_scope(|scope| scope.handed_down.replace(job)).flatten();
    debug_assert!(previous.is_none(), "`hands_down_to` has been asked");
}

pub(super) fn take_handed_down() -> Option<Arc<dyn Runnable>> {
    with_scope(|scope| scope.handed_down.take()).flatten()
}

/// Whether what is being polled may hand a job down to this thread.
pub(super) fn is_handing_down() -> bool {
    PLACE.try_with(Cell::get) == Ok(Place::HandingPoll)
}

/// Polls what is not directly below: until `poll` is back, nothing is handed down to the wait. Afterwards it may be again.
pub(crate) fn poll_apart<T>(poll: impl FnOnce() -> T) -> T {
    struct Restore(Place);
    impl Drop for Restore {
        fn drop(&mut self) {
            PLACE.set(self.0);
        }
    }
    let _restore = (PLACE.get() == Place::HandingPoll).then(|| Restore(PLACE.replace(Place::Poll)));
    poll()
}

/// For code that polls more than what is directly below the wait: from here on that wait is handed nothing. Or a job would hold up
/// what is polled beside it, on which it may depend.
pub(crate) fn stop_handing_down() {
    if PLACE.get() == Place::HandingPoll {
        PLACE.set(Place::Poll);
    }
}
