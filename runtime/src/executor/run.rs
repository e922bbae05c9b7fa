//! From a coroutine to a job: what its caller awaits.

use std::any::type_name;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::runtime::Handle;

use super::context::Context as Surroundings;
use super::job::Task;
use super::queue::Ticket;
use super::scope::{self, Ancestry};
use super::{Executor, ExecutorError, JobName};

impl Executor {
    /// Runs `job` on a thread of this executor and gives what it returns.
    ///
    /// Nothing happens before the future is first polled; then the job waits for a running permit without holding a thread, unless
    /// a job of this executor is waiting for it in [`synchronize`](super::synchronize()), directly or by jobs of other executors:
    /// such nested work starts at once. The job runs inside the runtime (see [`tokio::runtime::Handle::enter`]), with the tracing
    /// subscriber and inside the span in which the future was first polled, and with what [`ExecutorConfig::carry`] says.
    ///
    /// Dropping the future cancels the job. One that has not started never runs, and gives up its place in the queue. One that
    /// waits in [`synchronize`](super::synchronize()) is unwound there. One that runs goes on to its end, unless it asks
    /// [`is_cancelled`](super::is_cancelled), and its value is dropped.
    ///
    /// [`ExecutorConfig::carry`]: super::ExecutorConfig::carry
    ///
    /// # Errors
    ///
    /// [`ExecutorError::Panicked`] with the payload of the job's panic. The job has not run if the executor has no room for it
    /// ([`ExecutorError::Saturated`]) or none in time ([`ExecutorError::QueueTimeout`]), if the operating system grants no thread
    /// ([`ExecutorError::SpawnFailed`]), or if the future is polled outside of a tokio runtime ([`ExecutorError::NoRuntime`]).
    /// After [`shutdown`](Executor::shutdown) it is [`ExecutorError::ShutDown`]. [`ExecutorError::RuntimeEnded`] if the runtime in
    /// which the future was first polled ended while the job waited in [`synchronize`](super::synchronize()); only a caller that
    /// awaits the future elsewhere can see that.
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
        let executor = self.clone();
        async move { executor.submit(type_name::<F>().into(), job)?.await }
    }

    /// As [`run`](Executor::run), with a name for the job in logs and metrics; that of its type if not given.
    ///
    /// # Errors
    ///
    /// As [`run`](Executor::run).
    pub fn run_named<F, T>(
        &self,
        name: JobName,
        job: F,
    ) -> impl Future<Output = Result<T, ExecutorError>> + Send + use<F, T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let executor = self.clone();
        async move { executor.submit(name, job)?.await }
    }

    /// As [`run_named`](Executor::run_named), but if a job of this executor waits directly for this, by
    /// [`synchronize_below`](super::synchronize_below), its thread runs the job itself, after the poll.
    pub(crate) async fn run_below<F, T>(&self, name: JobName, job: F) -> Result<T, ExecutorError>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        if !scope::hands_down_to(self.pool()) {
            return self.submit(name, job)?.await;
        }
        let task = self.task(name, job, Ancestry::default())?;
        scope::hand_down(task.clone());
        Submitted { executor: self.clone(), task, ticket: None }.await
    }

    fn submit<F, T>(&self, name: JobName, job: F) -> Result<Submitted<F, T>, ExecutorError>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let task = self.task(name, job, Ancestry::of_caller())?;
        let ticket = self.pool().submit(task.clone())?;
        Ok(Submitted { executor: self.clone(), task, ticket })
    }

    /// The job, with what is around the caller.
    fn task<F, T>(&self, name: JobName, job: F, ancestry: Ancestry) -> Result<Arc<Task<F, T>>, ExecutorError>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let runtime = Handle::try_current().map_err(|_| ExecutorError::NoRuntime)?;
        let surroundings = Surroundings::capture(&self.config().carriers);
        Ok(Arc::new(Task::new(name, job, runtime, surroundings, ancestry)))
    }
}

/// The answer to a job that was submitted. Dropping it cancels the job.
struct Submitted<F, T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    executor: Executor,
    task: Arc<Task<F, T>>,
    ticket: Option<Ticket>,
}

impl<F, T> Future for Submitted<F, T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    type Output = Result<T, ExecutorError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.task.poll_answer(context.waker())
    }
}

impl<F, T> Drop for Submitted<F, T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    fn drop(&mut self) {
        self.task.abandon(|| {
            if let Some(ticket) = self.ticket {
                self.executor.pool().withdraw(ticket);
            }
        });
    }
}
