//! Executors of the whole process, by name.

use std::error::Error;
use std::fmt;
use std::sync::OnceLock;

use super::{Executor, ExecutorConfig, ExecutorError};

/// The key of the [default executor](Executor::default_executor): what has no other runs there.
///
/// Configure it before it is first used; its first use makes it with [`ExecutorConfig::default`].
pub static DEFAULT: ExecutorKey = ExecutorKey::new("default");

/// The name of an executor that the whole process shares, to be kept in a `static`.
///
/// It stands for threads only once it is [configured](Self::configure).
///
/// ```
/// use pyramidion::executor::{ExecutorConfig, ExecutorKey};
///
/// static REPORTS: ExecutorKey = ExecutorKey::new("reports");
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// REPORTS.configure(ExecutorConfig::default().running_permits(2))?;
/// let pages = REPORTS.run(|| 42).await?;
/// assert_eq!(pages, 42);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct ExecutorKey {
    name: &'static str,
    executor: OnceLock<Executor>,
}

impl ExecutorKey {
    /// A key without an executor yet. `name` stands in settings, logs and metrics.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, executor: OnceLock::new() }
    }

    /// The name that the key was made with.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Makes the executor, for as long as the process lives, and gives it. To say the same again changes nothing, so that
    /// several applications in one process may.
    ///
    /// # Errors
    ///
    /// If the executor exists with another configuration; for [`DEFAULT`] also if it was used before.
    pub fn configure(&self, config: ExecutorConfig) -> Result<&Executor, AlreadyConfigured> {
        let executor = self.executor.get_or_init(|| Executor::with_name(self.name, config.clone()));
        if *executor.config() == config { Ok(executor) } else { Err(AlreadyConfigured { name: self.name }) }
    }

    /// The executor; `None` before it is configured.
    #[must_use]
    pub fn executor(&self) -> Option<&Executor> {
        self.executor.get()
    }

    /// Runs `job` as [`Executor::run`] does.
    ///
    /// # Errors
    ///
    /// As [`Executor::run`], and [`ExecutorError::NotConfigured`] if the key stands for no executor yet.
    pub async fn run<F, T>(&self, job: F) -> Result<T, ExecutorError>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        self.get()?.run(job).await
    }

    /// The executor, which only [`DEFAULT`] makes where it is missing.
    pub(super) fn get(&self) -> Result<&Executor, ExecutorError> {
        match self.executor() {
            Some(executor) => Ok(executor),
            None if std::ptr::eq(self, &DEFAULT) => Ok(self.get_or_default()),
            None => Err(ExecutorError::NotConfigured { name: self.name }),
        }
    }

    pub(super) fn get_or_default(&self) -> &Executor {
        self.executor.get_or_init(|| Executor::with_name(self.name, ExecutorConfig::default()))
    }
}

/// An executor exists with another configuration than it is to be given now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlreadyConfigured {
    name: &'static str,
}

impl fmt::Display for AlreadyConfigured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the executor `{}` is configured already, in another way\n\
             help: configure it in one place, before it is first used",
            self.name
        )
    }
}

impl Error for AlreadyConfigured {}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_configured_once() {
        static KEY: ExecutorKey = ExecutorKey::new("once");
        assert!(KEY.executor().is_none());
        let config = ExecutorConfig::default().running_permits(3);
        KEY.configure(config.clone()).unwrap();
        KEY.configure(config).unwrap();
        let error = KEY.configure(ExecutorConfig::default()).unwrap_err();
        assert!(error.to_string().starts_with("the executor `once` is configured already"), "{error}");
        assert!(KEY.executor().is_some());
    }

    #[tokio::test]
    async fn a_key_without_configuration_runs_nothing() {
        static KEY: ExecutorKey = ExecutorKey::new("never");
        let error = KEY.run(|| unreachable!("nothing runs")).await.unwrap_err();
        assert!(matches!(error, ExecutorError::NotConfigured { name: "never" }), "{error}");
    }

    #[tokio::test]
    async fn the_default_executor_has_a_key() {
        let executor = Executor::default_executor();
        assert!(std::ptr::eq(DEFAULT.executor().unwrap(), executor));
        DEFAULT.configure(ExecutorConfig::default()).unwrap();
        DEFAULT.configure(ExecutorConfig::default().running_permits(3)).unwrap_err();
    }
}
