//! What an executor is told when it is made.

use std::time::Duration;

use super::context::Carrier;

/// The settings of an [`Executor`](super::Executor).
///
/// ```
/// use std::time::Duration;
/// use pyramidion::executor::{Executor, ExecutorConfig};
///
/// let config = ExecutorConfig::default()
///     .running_permits(32)
///     .queue_length(1_000)
///     .queue_timeout(Duration::from_secs(5))
///     .thread_name("reports");
/// let reports = Executor::new(config);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a configuration does nothing until an executor is made with it"]
pub struct ExecutorConfig {
    pub(super) running_permits: usize,
    pub(super) maximum_threads: usize,
    pub(super) queue_length: usize,
    pub(super) queue_timeout: Duration,
    pub(super) idle_time: Duration,
    pub(super) stack_size: Option<usize>,
    pub(super) thread_name: Option<String>,
    pub(super) carriers: Vec<Carrier>,
}

impl ExecutorConfig {
    /// How many jobs may run at the same time before further ones wait for their turn; 512 if not set, and at least 1.
    ///
    /// Jobs that wait in [`synchronize`](super::synchronize()) do not count, so there may be more threads than permits.
    pub fn running_permits(mut self, permits: usize) -> ExecutorConfig {
        self.running_permits = permits.max(1);
        self
    }

    /// How many threads there may be, for running and waiting jobs together; 16,384 if not set, and at least 1.
    ///
    /// At the limit jobs are queued until another one's end; those that a waiting job waits for are refused, with
    /// [`ExecutorError::Saturated`](super::ExecutorError::Saturated), because that end might never come.
    pub fn maximum_threads(mut self, threads: usize) -> ExecutorConfig {
        self.maximum_threads = threads.max(1);
        self
    }

    /// How many jobs may wait for their turn before further ones are refused, with
    /// [`ExecutorError::Saturated`](super::ExecutorError::Saturated); 65,536 if not set. With 0 a job starts at once or never.
    pub fn queue_length(mut self, jobs: usize) -> ExecutorConfig {
        self.queue_length = jobs;
        self
    }

    /// How long a job may wait for its turn before it fails with
    /// [`ExecutorError::QueueTimeout`](super::ExecutorError::QueueTimeout); 30 seconds if not set.
    pub fn queue_timeout(mut self, time: Duration) -> ExecutorConfig {
        self.queue_timeout = time;
        self
    }

    /// How long a thread without work stays for the next job; 10 seconds if not set.
    pub fn idle_time(mut self, time: Duration) -> ExecutorConfig {
        self.idle_time = time;
        self
    }

    /// The size of each thread's stack in bytes; what [`std::thread::Builder::stack_size`] says if not set.
    pub fn stack_size(mut self, bytes: usize) -> ExecutorConfig {
        self.stack_size = Some(bytes);
        self
    }

    /// The threads' names without their number; if not set the name of the executor's key, or `pyramidion`, for `pyramidion-0`
    /// and so on.
    ///
    /// NUL characters are left out: no thread can have them in its name. Linux shows the first 15 bytes.
    pub fn thread_name(mut self, prefix: impl Into<String>) -> ExecutorConfig {
        self.thread_name = Some(prefix.into().replace('\0', ""));
        self
    }

    /// Carries a context of your own to the threads: `capture` is called where a job is submitted, and what it returns is called
    /// with the job on the job's thread. It must call the job, and may put around it what it likes: a value of a
    /// `tokio::task_local!`, or one of a thread's locals, set before and reset after.
    ///
    /// Several contexts nest, the first one outermost.
    ///
    /// ```
    /// use pyramidion::executor::{Executor, ExecutorConfig};
    ///
    /// tokio::task_local!(static TENANT: String);
    ///
    /// let config = ExecutorConfig::default().carry(|| {
    ///     let tenant = TENANT.try_with(Clone::clone).ok();
    ///     move |job: &mut dyn FnMut()| match tenant {
    ///         Some(tenant) => TENANT.sync_scope(tenant, job),
    ///         None => job(),
    ///     }
    /// });
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let executor = Executor::new(config);
    /// let tenant = TENANT.scope("acme".to_owned(), executor.run(|| TENANT.get())).await?;
    /// assert_eq!(tenant, "acme");
    /// # Ok::<(), pyramidion::executor::ExecutorError>(())
    /// # }).unwrap();
    /// ```
    pub fn carry<C, W>(mut self, capture: C) -> ExecutorConfig
    where
        C: Fn() -> W + Send + Sync + 'static,
        W: FnOnce(&mut dyn FnMut()) + Send + 'static,
    {
        self.carriers.push(Carrier::new(capture));
        self
    }
}

impl Default for ExecutorConfig {
    fn default() -> ExecutorConfig {
        ExecutorConfig {
            running_permits: 512,
            maximum_threads: 16_384,
            queue_length: 65_536,
            queue_timeout: Duration::from_secs(30),
            idle_time: Duration::from_secs(10),
            stack_size: None,
            thread_name: None,
            carriers: Vec::new(),
        }
    }
}
