//! The bridge between blocking code and coroutines: threads on which code may block, and [`synchronize`] with which it waits there
//! for a coroutine.
//!
//! - [`spawn_blocking_scope`] is called by a coroutine: it runs blocking code on a thread of the [`Executor`].
//! - [`synchronize`] is called by that blocking code: it waits for a coroutine and gives its value.
//!
//! Both nest to any depth. A job gives up its running permit while it waits, and the work that it waits for is not queued behind
//! other jobs, so an executor cannot starve itself.
//!
//! A waiting job keeps its thread, because only one stack a thread is sound for arbitrary safe code: thread locals, scoped
//! threads and locks mean in a job what they mean anywhere else.
//!
//! ```
//! use pyramidion::executor::{spawn_blocking_scope, synchronize};
//!
//! async fn load(id: u64) -> String {
//!     tokio::task::yield_now().await;
//!     format!("user {id}")
//! }
//!
//! fn greeting(id: u64) -> String {
//!     format!("hello, {}", synchronize(load(id)))
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! assert_eq!(spawn_blocking_scope(|| greeting(7)).await, "hello, user 7");
//! # });
//! ```

mod admission;
mod blocking;
mod config;
mod error;
mod job;
mod key;
mod park;
mod pool;
mod scope;
mod scope_error;
mod synchronize;
#[cfg(test)]
mod tests;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tracing::Span;

use self::admission::Admission;
use self::job::Surroundings;
use self::pool::Pool;

pub use self::blocking::spawn_blocking_scope;
#[doc(hidden)]
pub use self::blocking::use_executor;
pub use self::config::ExecutorConfig;
pub use self::error::ExecutorError;
pub use self::key::{AlreadyConfigured, DEFAULT, ExecutorKey};
pub use self::scope::ThreadKind;
pub use self::scope_error::ScopeError;
#[doc(hidden)]
pub use self::synchronize::synchronize_function;
pub use self::synchronize::{synchronize, try_synchronize};

/// Threads on which jobs may block, apart from those of the runtime.
///
/// A clone is another handle to the same threads. When the last handle is dropped, idle threads end at once and busy ones after
/// their job.
#[derive(Clone)]
pub struct Executor {
    name: &'static str,
    admission: Arc<Admission>,
    pool: Arc<Pool>,
}

impl Executor {
    /// An executor without threads yet: they start as jobs need them.
    pub fn new(config: ExecutorConfig) -> Executor {
        Executor::with_name("unnamed", config)
    }

    fn with_name(name: &'static str, config: ExecutorConfig) -> Executor {
        Executor {
            name,
            admission: Arc::new(Admission::new(config.running_permits)),
            pool: Arc::new(Pool::new(config)),
        }
    }

    /// The executor of the whole process, made with [`ExecutorConfig::default`] on first use unless
    /// its key, [`DEFAULT`], was configured before.
    pub fn default_executor() -> &'static Executor {
        DEFAULT.get_or_default()
    }

    fn config(&self) -> &ExecutorConfig {
        self.pool.config()
    }

    /// Runs `job` on a thread of this executor and gives what it returns.
    ///
    /// Nothing happens before the future is first polled; then it waits for a running permit without holding a thread, unless a
    /// job of this executor is waiting for it in [`synchronize`]: such nested work starts at once. The job runs inside the
    /// runtime (see [`Handle::enter`]) and inside the [`tracing::Span`] in which the future was first polled.
    ///
    /// Dropping the future before the job has started means that the job never runs. A job that has started runs to its end, and
    /// its value is then dropped.
    ///
    /// # Errors
    ///
    /// [`ExecutorError::Panicked`] with the payload of the job's panic, [`ExecutorError::SpawnFailed`] if the operating system
    /// grants no thread, [`ExecutorError::NoRuntime`] if the future is polled outside of a tokio runtime. The job has run only in
    /// the first case.
    ///
    /// ```
    /// use pyramidion::executor::{Executor, ExecutorConfig};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let executor = Executor::new(ExecutorConfig::default().running_permits(4));
    /// let sum = executor.run(|| (1..=100).sum::<u32>()).await?;
    /// assert_eq!(sum, 5050);
    /// # Ok::<(), pyramidion::executor::ExecutorError>(())
    /// # }).unwrap();
    /// ```
    pub fn run<F, T>(&self, job: F) -> impl Future<Output = Result<T, ExecutorError>> + Send + use<F, T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let Executor { admission, pool, .. } = self.clone();
        async move {
            let runtime = Handle::try_current().map_err(|_| ExecutorError::NoRuntime)?;
            let span = Span::current();
            let permit = if scope::is_polled_by(&admission) { admission.overdraw() } else { admission.admit().await };
            let (sender, receiver) = oneshot::channel();
            let surroundings = Surroundings { runtime, span, permit };
            pool.execute(Box::new(move || job::run(job, surroundings, sender))).map_err(ExecutorError::SpawnFailed)?;
            receiver
                .await
                .expect("a started thread runs its job, and a job sends its result unless nobody waits for it")
        }
    }
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor").field("name", &self.name).field("config", self.pool.config()).finish_non_exhaustive()
    }
}
