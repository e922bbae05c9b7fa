//! What `#[use_executor]` makes of a function.

use super::{Executor, ExecutorError, ExecutorKey};

/// Something that a job takes along to its thread.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be handed to a thread of the executor",
    label = "not `Send`, or borrowed",
    note = "the function runs on another thread than its caller: write `Arc` for `Rc`, `Mutex` for `RefCell`",
    note = "a type parameter or an `impl Trait` needs the bounds `Send + 'static`"
)]
pub trait JobArgument: Sized {
    /// The type itself. Unknown if it cannot be handed over, so that nothing more is said about it.
    type Handed;

    fn handed(self) -> Self::Handed;
}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> JobArgument for T {
    type Handed = T;

    #[inline(always)]
    fn handed(self) -> T {
        self
    }
}

/// Something that a job brings back from its thread.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be handed back from a thread of the executor",
    label = "not `Send`, or borrowed",
    note = "the function runs on another thread than its caller: write `Arc` for `Rc`, `Mutex` for `RefCell`",
    note = "a type parameter or an `impl Trait` needs the bounds `Send + 'static`"
)]
pub trait JobResult: Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> JobResult for T {}

/// An argument on its way to a job's thread.
#[doc(hidden)]
#[inline(always)]
pub fn job_argument<T: JobArgument>(argument: T) -> T::Handed {
    argument.handed()
}

/// Runs `job` in the default executor, unless a key names another.
pub(crate) async fn run_at<T, F>(key: Option<&'static ExecutorKey>, job: F) -> Result<T, ExecutorError>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    match key {
        None => Executor::default_executor().run(job).await,
        Some(key) => key.run(job).await,
    }
}

/// Runs the body of a `#[use_executor]` function, in the default executor unless a key names another.
///
/// # Panics
///
/// With the job's own panic, or with the text of an [`ExecutorError`].
#[doc(hidden)]
pub async fn run_function<T, F>(key: Option<&'static ExecutorKey>, job: F) -> T
where
    T: JobResult,
    F: FnOnce() -> T + Send + 'static,
{
    run_at(key, job).await.unwrap_or_else(|error| error.resume())
}
