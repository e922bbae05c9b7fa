//! What `#[use_executor]` makes of a function.

use std::panic::resume_unwind;

use super::refusal::Refused;
use super::{DEFAULT, Executor, ExecutorError, ExecutorKey, JobName};

/// Something that a job takes along to its thread.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be handed to a thread of the executor",
    label = "not `Send`",
    note = "the function runs on another thread than its caller: write `Arc` for `Rc`, `Mutex` for `RefCell`"
)]
pub trait JobArgument: Send {}

#[diagnostic::do_not_recommend]
impl<T: Send> JobArgument for T {}

/// Something that a job brings back from its thread.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be handed back from a thread of the executor",
    label = "not `Send`",
    note = "the function runs on another thread than its caller: write `Arc` for `Rc`, `Mutex` for `RefCell`"
)]
pub trait JobResult: Send {}

#[diagnostic::do_not_recommend]
impl<T: Send> JobResult for T {}

/// An argument on its way to a job's thread.
#[doc(hidden)]
#[inline(always)]
pub fn job_argument<T: JobArgument>(argument: T) -> T {
    argument
}

/// The same for a type parameter, of which the compiler itself says best what it lacks.
#[doc(hidden)]
#[inline(always)]
pub fn generic_job_argument<T: Send>(argument: T) -> T {
    argument
}

/// The default executor, unless a key names another.
pub(crate) fn executor_at(key: Option<&'static ExecutorKey>) -> Result<&'static Executor, ExecutorError> {
    key.unwrap_or(&DEFAULT).get()
}

/// Runs the body of a `#[use_executor]` function, in the default executor unless a key names another; gives what `refused`
/// makes of an error that keeps it from running.
///
/// # Panics
///
/// With the job's own panic, and where `refused` does.
#[doc(hidden)]
pub async fn run_function<T, F>(
    function: &'static str,
    key: Option<&'static ExecutorKey>,
    refused: Refused<T>,
    job: F,
) -> T
where
    T: JobResult + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let ran = match executor_at(key) {
        Ok(executor) => executor.run_named(JobName::from(function), job).await,
        Err(error) => Err(error),
    };
    ran.unwrap_or_else(|error| match error {
        ExecutorError::Panicked(payload) => resume_unwind(payload.into_inner()),
        error => refused(function, error),
    })
}
