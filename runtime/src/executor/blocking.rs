//! From a coroutine into blocking code.

use super::Executor;

/// Runs blocking code on a thread of the [default executor](Executor::default_executor), where it may call
/// [`synchronize`](super::synchronize()) and `#[synchronize]` functions, and gives what it returns.
///
/// This is aiopyramid's `spawn_greenlet`. Use [`Executor::run`] for another executor, or to have failures as values.
///
/// # Panics
///
/// With the job's own panic if it panics; with the text of an [`ExecutorError`](super::ExecutorError) if there is no tokio runtime,
/// or if the executor refuses it. A view that ends by a refusal answers 503.
///
/// ```
/// use pyramidion::executor::spawn_blocking_scope;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let hosts = spawn_blocking_scope(|| std::fs::read_to_string("/etc/hosts")).await;
/// # let _ = hosts;
/// # });
/// ```
pub async fn spawn_blocking_scope<F, T>(job: F) -> T
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Executor::default_executor().run(job).await.unwrap_or_else(|error| error.resume())
}
