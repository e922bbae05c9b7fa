//! The bridges between async and blocking code, as the measurements see them.

use std::future::Future;

use pyramidion::executor::{Executor, ExecutorConfig};
use tokio::runtime::Handle;

/// Runs jobs on threads that may block, and lets these wait for coroutines.
pub(super) trait Bridge: Clone + Send + Sync + 'static {
    /// As its documentation has one made.
    fn new() -> Self;

    /// A job, awaited by a coroutine.
    fn run<F, T>(&self, job: F) -> impl Future<Output = T> + Send
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static;

    /// A coroutine, awaited by a job.
    fn wait<F: Future>(future: F) -> F::Output;
}

#[derive(Clone)]
pub(super) struct Pyramidion(Executor);

impl Bridge for Pyramidion {
    fn new() -> Self {
        Self(Executor::new(ExecutorConfig::default()))
    }

    async fn run<F, T>(&self, job: F) -> T
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        self.0.run(job).await.expect("the executor has room for the benches' jobs, which do not panic")
    }

    fn wait<F: Future>(future: F) -> F::Output {
        pyramidion::synchronize(future)
    }
}

#[derive(Clone)]
pub(super) struct Tokio;

impl Bridge for Tokio {
    fn new() -> Self {
        Self
    }

    async fn run<F, T>(&self, job: F) -> T
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        tokio::task::spawn_blocking(job).await.expect("the benches' jobs do not panic")
    }

    fn wait<F: Future>(future: F) -> F::Output {
        Handle::current().block_on(future)
    }
}

/// Its `web::block` runs on the blocking threads of whatever runtime it is called in, actix's own or not.
#[derive(Clone)]
pub(super) struct Actix;

impl Bridge for Actix {
    fn new() -> Self {
        Self
    }

    async fn run<F, T>(&self, job: F) -> T
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        actix_web::web::block(job).await.expect("the benches' jobs do not panic")
    }

    fn wait<F: Future>(future: F) -> F::Output {
        Tokio::wait(future)
    }
}
