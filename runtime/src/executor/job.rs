//! What happens to a job on its thread.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tracing::Span;
use tracing::subscriber::DefaultGuard;

use super::ExecutorError;
use super::admission::Permit;
use super::scope::JobGuard;

/// What a job brings along from where it was submitted.
pub(super) struct Surroundings {
    pub(super) runtime: Handle,
    pub(super) span: Span,
    pub(super) permit: Permit,
}

/// Runs `job` unless nobody waits for it any more, and sends what it gave. The permit is given back before that.
pub(super) fn run<F, T>(job: F, surroundings: Surroundings, sender: oneshot::Sender<Result<T, ExecutorError>>)
where
    F: FnOnce() -> T,
{
    let Surroundings { runtime, span, permit } = surroundings;
    let _runtime = runtime.enter();
    let _span = span.enter();
    let _subscriber = use_subscriber_of(&span);
    if sender.is_closed() {
        return drop(job);
    }
    let caught = catch_unwind(AssertUnwindSafe(|| {
        let _job = JobGuard::enter(permit);
        job()
    }));
    if let Err(Err(unheard)) = sender.send(caught.map_err(ExecutorError::Panicked)) {
        tracing::error!(error = %unheard, "nobody waited any more for a job that failed");
    }
}

/// Makes the subscriber of `span`, which has just been entered, that of this thread, unless it already is.
///
/// So jobs are heard by a subscriber that is not the process's but that of the submitting thread, as tests often set it.
fn use_subscriber_of(span: &Span) -> Option<DefaultGuard> {
    span.with_subscriber(|(id, subscriber)| {
        let here = Span::current().id();
        (here.as_ref() != Some(id)).then(|| tracing::dispatcher::set_default(subscriber))
    })
    .flatten()
}
