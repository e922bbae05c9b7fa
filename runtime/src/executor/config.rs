//! What an executor is told when it is made.

use std::time::Duration;

use tokio::sync::Semaphore;

/// The settings of an [`Executor`](super::Executor).
///
/// ```
/// use std::time::Duration;
/// use pyramidion::executor::{Executor, ExecutorConfig};
///
/// let config = ExecutorConfig::default()
///     .running_permits(32)
///     .idle_time(Duration::from_secs(60))
///     .thread_name("reports");
/// let reports = Executor::new(config);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ExecutorConfig {
    pub(super) running_permits: usize,
    pub(super) idle_time: Duration,
    pub(super) thread_name: String,
    pub(super) stack_size: Option<usize>,
}

impl ExecutorConfig {
    /// How many jobs may run at the same time before further ones wait for their turn; 512 if not set.
    ///
    /// Jobs that wait in [`synchronize`](super::synchronize()) do not count, so there may be more threads than permits. The
    /// number is brought into `1..=`[`Semaphore::MAX_PERMITS`].
    pub fn running_permits(mut self, permits: usize) -> ExecutorConfig {
        self.running_permits = permits.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// How long a thread without work stays for the next job; 10 seconds if not set.
    pub fn idle_time(mut self, time: Duration) -> ExecutorConfig {
        self.idle_time = time;
        self
    }

    /// The threads' names without their number; `pyramidion` if not set, for `pyramidion-0` and so on.
    ///
    /// NUL characters are left out: no thread can have them in its name. Linux shows the first 15 bytes.
    pub fn thread_name(mut self, prefix: impl Into<String>) -> ExecutorConfig {
        self.thread_name = prefix.into().replace('\0', "");
        self
    }

    /// The size of each thread's stack in bytes; what [`std::thread::Builder::stack_size`] says if not set.
    pub fn stack_size(mut self, bytes: usize) -> ExecutorConfig {
        self.stack_size = Some(bytes);
        self
    }
}

impl Default for ExecutorConfig {
    fn default() -> ExecutorConfig {
        ExecutorConfig {
            running_permits: 512,
            idle_time: Duration::from_secs(10),
            thread_name: "pyramidion".to_owned(),
            stack_size: None,
        }
    }
}
