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

mod blocking;
mod clock;
mod config;
mod context;
mod control;
mod error;
mod function;
mod histogram;
mod job;
mod key;
mod key_use;
mod metrics;
#[cfg(all(test, pyramidion_loom))]
mod models;
mod park;
mod payload;
mod pool;
mod queue;
mod refusal;
mod run;
mod runtime_end;
mod scope;
mod scope_error;
mod scope_token;
mod shutdown;
mod state;
mod sync;
mod synchronize;
#[cfg(all(test, not(pyramidion_loom)))]
mod tests;
mod worker;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use self::pool::Pool;

pub use self::blocking::spawn_blocking_scope;
pub use self::config::ExecutorConfig;
pub use self::control::JobName;
pub use self::error::ExecutorError;
pub(crate) use self::function::executor_at;
#[doc(hidden)]
pub use self::function::{JobArgument, JobResult, generic_job_argument, job_argument, run_function};
pub use self::histogram::Histogram;
pub use self::key::{AlreadyConfigured, DEFAULT, ExecutorKey};
pub(crate) use self::key_use::executor_uses;
#[doc(hidden)]
pub use self::key_use::{ExecutorUse, register_executor_use};
pub use self::metrics::{ExecutorMetrics, LongestRunning, Rejected};
pub use self::payload::PanicPayload;
pub(crate) use self::payload::panic_message;
pub(crate) use self::refusal::{Refusal, is_refused};
#[doc(hidden)]
pub use self::refusal::{Refused, RefusedByPanic, Returning, refused_by_panic};
pub use self::scope::{ThreadKind, is_cancelled};
pub(crate) use self::scope::{poll_apart, runs_a_job, stop_handing_down};
pub use self::scope_error::ScopeError;
pub use self::scope_token::{SyncScope, spawn_blocking_scope_with};
pub use self::shutdown::ShutdownReport;
pub(crate) use self::synchronize::synchronize_below;
#[doc(hidden)]
pub use self::synchronize::synchronize_function;
pub use self::synchronize::{synchronize, try_synchronize};

/// Threads on which jobs may block, apart from those of the runtime.
///
/// A clone is another handle to the same threads. When the last handle is dropped, and no future of a job is left, idle threads
/// end at once and busy ones after their job.
#[derive(Clone)]
pub struct Executor(Arc<Handle>);

struct Handle {
    pool: Arc<Pool>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.pool.close();
    }
}

impl Executor {
    /// An executor without threads yet: they start as jobs need them.
    ///
    /// In metrics and errors it has the name of its threads. One that others find by its name has an [`ExecutorKey`].
    #[must_use]
    pub fn new(config: ExecutorConfig) -> Executor {
        let name = config.thread_name.clone();
        Executor::with_name(name.as_deref().unwrap_or("pyramidion"), config)
    }

    fn with_name(name: &str, config: ExecutorConfig) -> Executor {
        Executor(Arc::new(Handle { pool: Arc::new(Pool::new(name, config)) }))
    }

    /// The executor of the whole process, made with [`ExecutorConfig::default`] on first use unless its key, [`DEFAULT`], was
    /// configured before.
    pub fn default_executor() -> &'static Executor {
        DEFAULT.get_or_default()
    }

    /// The name of its key; of its threads if it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.pool().name()
    }

    /// What it does just now, and what it has done so far.
    ///
    /// The same goes to the process's recorder of the `metrics` crate, if one is installed before the executor's first job: gauges
    /// `pyramidion_executor_queued`, `_running`, `_waiting` and `_threads`; counters `_jobs_total`, `_orphaned_total` and
    /// `_rejected_total`; histograms `_queue_seconds` and `_run_seconds`; all with the label `executor`.
    ///
    /// It looks at every job that has started, which takes about 10 µs for 10,000 of them; other jobs start and end before or after
    /// that.
    #[must_use]
    pub fn metrics(&self) -> ExecutorMetrics {
        self.pool().metrics()
    }

    /// Ends the executor: from the first poll on it takes no more jobs, and those in its queue fail with
    /// [`ExecutorError::ShutDown`]. Jobs that have started, and those that they wait for, may come to their end until `deadline`
    /// from then. Then jobs that wait are unwound, running ones are told so ([`is_cancelled`]) and left alone, and the callers of
    /// both get [`ExecutorError::ShutDown`].
    ///
    /// Gives what was left at the deadline. Dropping the future does not call the shutdown off. Of two shutdowns the shorter
    /// deadline counts.
    ///
    /// ```
    /// use std::time::Duration;
    /// use pyramidion::executor::{Executor, ExecutorConfig, ExecutorError};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let executor = Executor::new(ExecutorConfig::default());
    /// assert!(executor.shutdown(Duration::from_secs(5)).await.is_clean());
    /// assert!(matches!(executor.run(|| 7).await, Err(ExecutorError::ShutDown { .. })));
    /// # });
    /// ```
    pub fn shutdown(&self, deadline: Duration) -> impl Future<Output = ShutdownReport> + Send + use<> {
        let executor = self.clone();
        async move { shutdown::shutdown(executor.pool(), deadline).await }
    }

    fn pool(&self) -> &Arc<Pool> {
        &self.0.pool
    }

    fn config(&self) -> &ExecutorConfig {
        self.pool().config()
    }
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor").field("name", &self.name()).field("config", self.config()).finish_non_exhaustive()
    }
}
