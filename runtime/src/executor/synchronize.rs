//! From blocking code into a coroutine.

use std::future::Future;
use std::panic::resume_unwind;
use std::pin::pin;
use std::task::{Context, Poll};
use std::thread;

use super::park::Parker;
use super::scope::{self, PollGuard, WaitGuard};
use super::{ScopeError, ThreadKind};

/// Waits for `future` in the calling executor thread and gives its value.
///
/// The future is polled in place, so it may borrow and need not be `Send`. While it is pending the thread sleeps and the job's
/// running permit is free for others. On resuming the job takes a permit without queueing for it, because it may hold a lock that
/// the running jobs are after; new jobs are admitted again once there are fewer running than permitted.
///
/// A wait ends early when nobody waits for the job any more, because the caller of [`Executor::run`](super::Executor::run) dropped
/// its future or the runtime of its task was shut down, and at the end of [`Executor::shutdown`](super::Executor::shutdown). Then
/// the future is dropped, and the job is unwound: its values are dropped as after a panic, but no panic hook is called and nothing
/// is logged. A job that stops the unwinding by `catch_unwind` is unwound again by its next wait. Where unwinding is impossible,
/// in a `drop` during a panic or with `panic = "abort"`, the wait lasts until its future is ready.
///
/// A wait also ends at the end of the runtime in which the job's future was first polled, whatever it waits for and wherever its
/// caller is, who gets [`ExecutorError::RuntimeEnded`](super::ExecutorError::RuntimeEnded). One that begins later ends as soon as
/// it would sleep; a timer or socket of the ended runtime may panic before, with tokio's own text.
///
/// # Panics
///
/// With the text of a [`ScopeError`] on any thread that may not wait: see [`ThreadKind`]. A panic of the future passes through.
///
/// ```
/// use pyramidion::executor::{spawn_blocking_scope, synchronize};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let length = spawn_blocking_scope(|| {
///     let text = String::from("borrowed by the coroutine");
///     synchronize(async { text.len() })
/// })
/// .await;
/// assert_eq!(length, 25);
/// # });
/// ```
#[track_caller]
pub fn synchronize<F: Future>(future: F) -> F::Output {
    or_panic(wait(None, future))
}

/// As [`synchronize`](synchronize()), but gives the future back where the calling thread may not wait.
///
/// # Errors
///
/// [`ScopeError`] on any thread that may not wait: see [`ThreadKind`]. The future has not been polled.
///
/// ```
/// use pyramidion::executor::{ThreadKind, try_synchronize};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let error = try_synchronize(async { 7 }).unwrap_err();
/// assert_eq!(error.thread_kind(), ThreadKind::EventLoop);
/// assert_eq!(error.into_inner().await, 7);
/// # });
/// ```
#[track_caller]
pub fn try_synchronize<F: Future>(future: F) -> Result<F::Output, ScopeError<F>> {
    wait(None, future)
}

/// What the body of a `#[synchronize]` function becomes: its error names the function.
#[doc(hidden)]
#[track_caller]
pub fn synchronize_function<F: Future>(function: &'static str, future: F) -> F::Output {
    or_panic(wait(Some(function), future))
}

#[track_caller]
fn or_panic<F: Future>(waited: Result<F::Output, ScopeError<F>>) -> F::Output {
    match waited {
        Ok(output) => output,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn wait<F: Future>(function: Option<&'static str>, future: F) -> Result<F::Output, ScopeError<F>> {
    match ThreadKind::current() {
        ThreadKind::Executor => Ok(Parker::with_current(|parker| poll_to_end(parker, future, false))),
        kind @ (ThreadKind::EventLoop | ThreadKind::Outside) => Err(ScopeError::new(future, function, kind)),
    }
}

/// As [`synchronize`](synchronize()), for a future that polls nothing but what may run on this thread as well: a job that it
/// gives to [`Executor::run_below`](super::Executor::run_below) does.
#[track_caller]
pub(crate) fn synchronize_below<F: Future>(future: F) -> F::Output {
    match ThreadKind::current() {
        ThreadKind::Executor => Parker::with_current(|parker| poll_to_end(parker, future, true)),
        kind @ (ThreadKind::EventLoop | ThreadKind::Outside) => or_panic(Err(ScopeError::new(future, None, kind))),
    }
}

fn poll_to_end<F: Future>(parker: &Parker, future: F, mut hands_down: bool) -> F::Output {
    // Dropped after the guards, so that its `drop` finds the job running again.
    let mut future = pin!(Some(future));
    let mut context = Context::from_waker(parker.waker());
    let mut waiting = None;
    loop {
        if is_to_unwind() {
            drop(waiting);
            future.set(None);
            resume_unwind(Box::new(Unwinding));
        }
        let polling = PollGuard::enter(hands_down);
        let polled = future.as_mut().as_pin_mut().expect("set to `None` on the way out only").poll(&mut context);
        if let Poll::Ready(output) = polled {
            return output;
        }
        hands_down = hands_down && scope::is_handing_down();
        drop(polling);
        if let Some(job) = scope::take_handed_down() {
            waiting = None;
            job.run(&mut |_| ());
        } else if !parker.take_wake() {
            if waiting.is_none() {
                waiting = WaitGuard::enter(parker.waker());
                if is_to_unwind() {
                    continue;
                }
            }
            parker.park();
        }
    }
}

/// What an interrupted job is unwound with. Nobody but the executor sees it, and it is no panic: no hook is called.
pub(super) struct Unwinding;

/// Whether the job of this thread is to end here. Where unwinding would abort the process its wait goes on instead.
fn is_to_unwind() -> bool {
    scope::interrupted().is_some() && !cfg!(panic = "abort") && !thread::panicking()
}
