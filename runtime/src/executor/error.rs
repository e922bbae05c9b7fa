//! Why a job gave no value.

use std::error::Error;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use super::PanicPayload;
use super::refusal::panic_with;

/// Why a job gave no value.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExecutorError {
    /// The job panicked, with this payload.
    Panicked(PanicPayload),
    /// The operating system granted no thread. The job did not run.
    SpawnFailed(io::Error),
    /// There is no room for the job, in the queue or on a thread. It did not run.
    Saturated {
        /// The executor's name.
        executor: Arc<str>,
    },
    /// The job waited for its turn for too long. It did not run.
    QueueTimeout {
        /// The executor's name.
        executor: Arc<str>,
        /// For how long a job may wait there.
        after: Duration,
    },
    /// The executor was shut down. The job did not run, or did not end in time.
    ShutDown {
        /// The executor's name.
        executor: Arc<str>,
    },
    /// The job was submitted outside of a tokio runtime. It did not run.
    NoRuntime,
    /// The tokio runtime that the job was submitted in ended while the job waited in [`synchronize`](super::synchronize()). It did not
    /// come to its end.
    RuntimeEnded,
    /// The key was never [configured](super::ExecutorKey::configure). The job did not run.
    NotConfigured {
        /// The key's name.
        name: &'static str,
    },
}

impl ExecutorError {
    /// The text of the job's panic. `None` if it did not panic, or with a payload that is no text.
    pub fn panic_message(&self) -> Option<&str> {
        match self {
            ExecutorError::Panicked(payload) => payload.message(),
            _ => None,
        }
    }

    /// Whether the executor, or one that the job called, did not run a job that it would run at another time.
    pub(crate) fn is_refusal(&self) -> bool {
        match self {
            ExecutorError::Panicked(payload) => payload.is_refusal(),
            ExecutorError::Saturated { .. }
            | ExecutorError::QueueTimeout { .. }
            | ExecutorError::ShutDown { .. }
            | ExecutorError::RuntimeEnded
            | ExecutorError::SpawnFailed(_) => true,
            ExecutorError::NoRuntime | ExecutorError::NotConfigured { .. } => false,
        }
    }

    /// Lets the job's panic go on in the caller. Any other error panics with its text.
    pub(super) fn resume(self) -> ! {
        match self {
            ExecutorError::Panicked(payload) => resume_unwind(payload.into_inner()),
            error => panic_with(error.to_string(), &error),
        }
    }
}

impl fmt::Display for ExecutorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExecutorError::Panicked(_) => {
                let message = self.panic_message().unwrap_or("a payload that is no text");
                write!(f, "a job of the executor panicked: {message}\nhelp: the log has the line that panicked")
            }
            ExecutorError::SpawnFailed(error) => write!(
                f,
                "no thread could be started for a job of the executor: {error}\n\
                 help: raise the limit of processes (`ulimit -u`) or of memory, or lower `ExecutorConfig::running_permits`"
            ),
            ExecutorError::NoRuntime => f.write_str(
                "a job was submitted to the executor outside of a tokio runtime\n\
                 help: await it in a coroutine that tokio runs, for example below `#[tokio::main]`",
            ),
            ExecutorError::RuntimeEnded => f.write_str(
                "the tokio runtime of a job of the executor ended while the job waited\n\
                 help: keep the runtime in which a job's future is first polled until the job is over",
            ),
            ExecutorError::Saturated { executor } => write!(
                f,
                "the executor `{executor}` has no room for a job\n\
                 help: try again later, or raise its `queue_length` or `maximum_threads`"
            ),
            ExecutorError::QueueTimeout { executor, after } => write!(
                f,
                "a job waited for {after:?} in the queue of the executor `{executor}`, and no other job came to its end\n\
                 help: try again later, or raise its `running_permits`, `maximum_threads` or `queue_timeout`"
            ),
            ExecutorError::ShutDown { executor } => write!(
                f,
                "the executor `{executor}` was shut down\n\
                 help: submit no jobs after `Executor::shutdown`, or give running ones more time by its deadline"
            ),
            ExecutorError::NotConfigured { name } => write!(
                f,
                "the executor `{name}` is not configured\n\
                 help: configure its key before it is used: `config.add_executor(&KEY, ExecutorConfig::default())`"
            ),
        }
    }
}

impl Error for ExecutorError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            ExecutorError::SpawnFailed(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::any::Any;

    use super::*;

    fn panicked(text: &'static str) -> ExecutorError {
        ExecutorError::Panicked((Box::new(text) as Box<dyn Any + Send>).into())
    }

    #[test]
    fn the_text_of_a_panic_is_the_error_s() {
        assert_eq!(panicked("out of cheese").panic_message(), Some("out of cheese"));
        assert_eq!(ExecutorError::NoRuntime.panic_message(), None);
    }

    #[test]
    fn errors_can_hold_it_that_threads_share() {
        let error: Box<dyn Error + Send + Sync> = panicked("out of cheese").into();
        assert!(error.is::<ExecutorError>());
    }

    #[test]
    fn every_text_has_a_help_line() {
        let out_of_threads = io::Error::from(io::ErrorKind::WouldBlock);
        for error in [
            panicked("out of cheese"),
            ExecutorError::SpawnFailed(out_of_threads),
            ExecutorError::NoRuntime,
            ExecutorError::RuntimeEnded,
            ExecutorError::NotConfigured { name: "reports" },
            ExecutorError::Saturated { executor: "reports".into() },
            ExecutorError::QueueTimeout { executor: "reports".into(), after: Duration::from_secs(30) },
            ExecutorError::ShutDown { executor: "reports".into() },
        ] {
            let text = error.to_string();
            assert!(text.lines().nth(1).is_some_and(|line| line.starts_with("help: ")), "{text}");
        }
        let text = panicked("out of cheese").to_string();
        assert!(text.starts_with("a job of the executor panicked: out of cheese\n"), "{text}");
    }
}
