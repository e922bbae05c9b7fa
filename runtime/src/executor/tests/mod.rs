//! The executor as a whole, by topic.

#![allow(clippy::unwrap_used)]

mod jobs;
mod panics;
mod scopes;
mod waiting;

use std::future::{Future, poll_fn};
use std::task::Poll;

use tokio::runtime::{Builder, Runtime};

use super::{Executor, ExecutorConfig};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn block_on<F: Future>(future: F) -> F::Output {
    runtime().block_on(future)
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

/// Polls `future`, which must be pending, once.
async fn poll_once<F: Future + Unpin>(future: &mut F) {
    poll_fn(|context| {
        assert!(std::pin::Pin::new(&mut *future).poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
}
