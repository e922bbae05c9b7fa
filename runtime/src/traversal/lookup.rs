//! How a resource answers: at once, later, or from a thread where it may block.

use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::resume_unwind;
use std::pin::Pin;

use super::error::{ExecutorRefusal, ResourceFailure};
use super::{AnyResource, ResourceError, TraversalError};
use crate::acl::Acl;
use crate::executor::{ExecutorError, ExecutorKey, executor_at, poll_apart, synchronize};

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ResourceError>> + Send + 'a>>;

/// How a resource, or a root factory, answers a question.
///
/// Source: an `async fn` under [`macro@resource`](crate::resource) is a coroutine, a `fn` blocks, and with `mapper = inline` the
/// answer is ready.
pub enum Lookup<'a, T> {
    /// The answer is there.
    Ready(Result<T, ResourceError>),
    /// The answer comes from a coroutine.
    Coroutine(Answer<'a, T>),
    /// The answer comes from the function beside this one whose name begins with `blocking_`, in the executor of this key.
    Blocking(&'static ExecutorKey),
}

/// What [`Resource::item`](super::Resource::item) gives.
pub type ItemLookup<'a> = Lookup<'a, Option<AnyResource>>;

/// What [`Resource::acl`](super::Resource::acl) gives.
pub type AclLookup<'a> = Lookup<'a, Option<Acl>>;

/// What [`RootFactory::root`](super::RootFactory::root) gives.
pub type RootLookup<'a> = Lookup<'a, AnyResource>;

impl<T: fmt::Debug> fmt::Debug for Lookup<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lookup::Ready(answer) => f.debug_tuple("Ready").field(answer).finish(),
            Lookup::Coroutine(_) => f.write_str("Coroutine(..)"),
            Lookup::Blocking(key) => f.debug_tuple("Blocking").field(&key.name()).finish(),
        }
    }
}

/// The resource's own access control list: its `acl`, in whichever way it answers.
///
/// # Errors
///
/// [`TraversalError::Resource`] if its `acl` fails, [`TraversalError::Executor`] if it blocks and the executor refuses it.
///
/// # Panics
///
/// If its `acl` panics.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::acl::{EVERYONE, allow};
/// use pyramidion::traversal::acl_of;
///
/// struct Vault;
///
/// #[resource]
/// impl Vault {
///     fn acl(&self) -> [pyramidion::acl::Ace; 1] {
///         [allow(EVERYONE, "view")] // read from a file, perhaps: a plain function may block
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert!(acl_of(&AnyResource::new(Vault)).await.unwrap().is_some());
/// # }
/// ```
pub async fn acl_of(resource: &AnyResource) -> Result<Option<Acl>, TraversalError> {
    let answer = match resource.as_resource().acl() {
        Lookup::Ready(answer) => answer,
        Lookup::Coroutine(answer) => awaited(answer).await,
        Lookup::Blocking(key) => {
            let resource = resource.clone();
            in_executor(key, "acl", move || resource.as_resource().blocking_acl()).await?
        }
    };
    answer.map_err(|error| ResourceFailure::new(resource, "acl", error).into())
}

/// Awaits a resource's own coroutine. What blocks in it may depend on what else it polls, so a job that waits for all of this is
/// not handed it.
pub(super) async fn awaited<T>(mut answer: Answer<'_, T>) -> Result<T, ResourceError> {
    poll_fn(|context| poll_apart(|| answer.as_mut().poll(context))).await
}

/// Answers on this thread, which runs a job of the executor `here`: `block` is called on it if it may be.
pub(super) fn answer_here<T: Send + 'static>(
    lookup: Lookup<'_, T>,
    here: &'static ExecutorKey,
    name: &'static str,
    block: impl FnOnce() -> Result<T, ResourceError> + Send + 'static,
) -> Result<Result<T, ResourceError>, TraversalError> {
    match lookup {
        Lookup::Ready(answer) => Ok(answer),
        Lookup::Coroutine(answer) => Ok(synchronize(answer)),
        Lookup::Blocking(key) if std::ptr::eq(key, here) => Ok(block()),
        Lookup::Blocking(key) => synchronize(in_executor(key, name, block)),
    }
}

/// Runs `job` in an executor; on the thread that waits for it, if that is a job of the same one directly above.
pub(super) async fn in_executor<T: Send + 'static>(
    key: &'static ExecutorKey,
    name: &'static str,
    job: impl FnOnce() -> T + Send + 'static,
) -> Result<T, TraversalError> {
    let ran = match executor_at(Some(key)) {
        Ok(executor) => executor.run_below(name.into(), job).await,
        Err(error) => Err(error),
    };
    ran.map_err(|error| match error {
        ExecutorError::Panicked(payload) => resume_unwind(payload.into_inner()),
        error => ExecutorRefusal::new(error).into(),
    })
}
