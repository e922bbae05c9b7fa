//! From blocking code into a coroutine.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll};

use super::park::Parker;
use super::scope::{PollGuard, WaitGuard};
use super::{ScopeError, ThreadKind};

/// Waits for `future` in the calling executor thread and gives its value.
///
/// The future is polled in place, so it may borrow and need not be `Send`. While it is pending the thread sleeps and the job's
/// running permit is free for others. On resuming the job takes a permit without queueing for it, because it may hold a lock that
/// the running jobs are after; new jobs are admitted again once there are fewer running than permitted.
///
/// A wait lasts until the future is ready, even if nobody waits for the job any more. When the runtime shuts down, futures that
/// tokio wakes at that moment (timers, sockets, join handles) end the wait, most of them by a panic of the job. One that nothing
/// ever wakes keeps the thread, as it keeps a task.
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
        ThreadKind::Executor => Ok(Parker::with_current(|parker| poll_to_end(parker, future))),
        kind @ (ThreadKind::EventLoop | ThreadKind::Outside) => Err(ScopeError::new(future, function, kind)),
    }
}

fn poll_to_end<F: Future>(parker: &Parker, future: F) -> F::Output {
    // Dropped after the guards, so that its `drop` finds the job running again.
    let mut future = pin!(future);
    let mut context = Context::from_waker(parker.waker());
    let mut waiting = None;
    loop {
        let polling = PollGuard::enter();
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        drop(polling);
        if !parker.take_wake() {
            waiting.get_or_insert_with(WaitGuard::enter);
            parker.park();
        }
    }
}
