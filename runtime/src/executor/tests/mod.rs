//! The executor as a whole, by topic.

#![allow(clippy::unwrap_used)]

mod below;
mod cancelling;
mod carrying;
mod deadlocks;
mod isolation;
mod jobs;
mod limits;
mod measuring;
mod panics;
mod runtime_ends;
mod scopes;
mod shutting_down;
mod spawn_failures;
mod storms;
mod waiting;

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::mpsc;
use std::task::Poll;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Executor, ExecutorConfig, ExecutorError, synchronize};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn block_on<F: Future>(future: F) -> F::Output {
    runtime().block_on(future)
}

/// How often a test does what it does: `in_miri` in Miri, which is some hundred times slower than the machine.
const fn rounds(usually: usize, in_miri: usize) -> usize {
    if cfg!(miri) { in_miri } else { usually }
}

/// An executor with this many running permits.
fn executor(permits: usize) -> Executor {
    Executor::new(ExecutorConfig::default().running_permits(permits))
}

fn free_permits(executor: &Executor) -> usize {
    executor.config().running_permits.saturating_sub(executor.metrics().running)
}

/// Lets other tasks run until `condition` holds.
async fn until(mut condition: impl FnMut() -> bool) {
    while !condition() {
        tokio::task::yield_now().await;
    }
}

/// Starts a job that runs until its sender is dropped.
async fn occupy(executor: &Executor) -> (mpsc::Sender<()>, JoinHandle<Result<(), ExecutorError>>) {
    let (release, released) = mpsc::channel::<()>();
    let (started, is_started) = oneshot::channel();
    let job = tokio::spawn(executor.run_named("occupied".into(), move || {
        started.send(()).unwrap();
        let _ = released.recv();
    }));
    is_started.await.unwrap();
    (release, job)
}

/// Starts a job that waits for what never happens; gives the future of its value.
async fn wait_for_ever(executor: &Executor) -> Pin<Box<impl Future<Output = Result<(), ExecutorError>> + use<>>> {
    let before = executor.metrics().waiting;
    let mut waiting = Box::pin(executor.run_named("waits for ever".into(), || synchronize(std::future::pending())));
    poll_once(&mut waiting).await;
    until(|| executor.metrics().waiting > before).await;
    waiting
}

/// Polls `future`, which must be pending, once.
async fn poll_once<F: Future + Unpin>(future: &mut F) {
    poll_fn(|context| {
        assert!(Pin::new(&mut *future).poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
}
