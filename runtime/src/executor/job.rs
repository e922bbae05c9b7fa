//! A job between its caller and its thread.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Poll, Waker};

use tokio::runtime::Handle;

use super::ExecutorError;
use super::context::Context;
use super::control::{Control, Interrupt, JobName};
use super::scope::Ancestry;
use super::sync::{Mutex, lock};
use super::synchronize::Unwinding;

/// A job as its executor sees it, whatever it runs and gives.
pub(super) trait Runnable: Send + Sync {
    fn control(&self) -> &Control;

    /// The executors that wait for this job.
    fn ancestry(&self) -> &Ancestry;

    /// The runtime that it was submitted in and runs inside of.
    fn runtime(&self) -> &Handle;

    /// Runs it on the calling thread, unless its caller is gone. Calls `finished` once, after the job and before its caller can
    /// know.
    fn run(&self, finished: &mut dyn FnMut(Outcome));

    /// Gives the caller an error instead of a value. If the job has started, its value is dropped when it ends.
    fn fail(&self, error: ExecutorError);
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Completed,
    Panicked,
    /// It ended early, in a wait.
    Interrupted,
    /// It never started.
    Skipped,
}

pub(super) struct Task<F, T> {
    control: Control,
    ancestry: Ancestry,
    runtime: Handle,
    shared: Mutex<Shared<F, T>>,
}

struct Shared<F, T> {
    stage: Stage<F, T>,
    caller: Option<Waker>,
}

enum Stage<F, T> {
    Ready(F, Context),
    Started,
    Answered(Result<T, ExecutorError>),
    /// The caller has its answer, or is gone.
    Over,
}

impl<F, T> Task<F, T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    pub(super) fn new(name: JobName, job: F, runtime: Handle, context: Context, ancestry: Ancestry) -> Task<F, T> {
        let shared = Shared { stage: Stage::Ready(job, context), caller: None };
        Task { control: Control::new(name), ancestry, runtime, shared: Mutex::new(shared) }
    }

    /// The answer, or `waker` is used once it is there.
    pub(super) fn poll_answer(&self, waker: &Waker) -> Poll<Result<T, ExecutorError>> {
        let mut shared = lock(&self.shared);
        match std::mem::replace(&mut shared.stage, Stage::Over) {
            Stage::Answered(answer) => Poll::Ready(answer),
            stage => {
                shared.stage = stage;
                let known = shared.caller.as_ref().is_some_and(|caller| caller.will_wake(waker));
                let replaced = if known { None } else { shared.caller.replace(waker.clone()) };
                drop(shared);
                drop(replaced);
                Poll::Pending
            }
        }
    }

    /// The caller has its answer, or does not want it any more: then the job is cancelled. One that has not started never will;
    /// it is dropped here, after `withdraw` has taken it out of the queue.
    pub(super) fn abandon(&self, withdraw: impl FnOnce()) {
        let stage = std::mem::replace(&mut lock(&self.shared).stage, Stage::Over);
        match stage {
            Stage::Ready(..) => withdraw(),
            Stage::Started => self.control.interrupt(Interrupt::Cancelled),
            Stage::Answered(_) | Stage::Over => (),
        }
    }

    fn start(&self) -> Option<(F, Context)> {
        let mut shared = lock(&self.shared);
        match std::mem::replace(&mut shared.stage, Stage::Started) {
            Stage::Ready(job, context) => Some((job, context)),
            stage => {
                shared.stage = stage;
                None
            }
        }
    }

    /// Gives the answer back if nobody waits for it.
    fn answer(&self, answer: Result<T, ExecutorError>) -> Option<Result<T, ExecutorError>> {
        let mut shared = lock(&self.shared);
        if !matches!(shared.stage, Stage::Ready(..) | Stage::Started) {
            drop(shared);
            return Some(answer);
        }
        let unused = std::mem::replace(&mut shared.stage, Stage::Answered(answer));
        let caller = shared.caller.take();
        drop(shared);
        if let Some(caller) = caller {
            caller.wake();
        }
        drop(unused);
        None
    }
}

impl<F, T> Runnable for Task<F, T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    fn control(&self) -> &Control {
        &self.control
    }

    fn ancestry(&self) -> &Ancestry {
        &self.ancestry
    }

    fn runtime(&self) -> &Handle {
        &self.runtime
    }

    fn run(&self, finished: &mut dyn FnMut(Outcome)) {
        let Some((job, context)) = self.start() else { return finished(Outcome::Skipped) };
        let caught = catch_unwind(AssertUnwindSafe(|| {
            let _runtime = self.runtime.enter();
            context.around(job)
        }));
        let outcome = outcome(&caught);
        finished(outcome);
        let unheard = self.answer(caught.map_err(|payload| ExecutorError::Panicked(payload.into())));
        if let Some(Err(error)) = unheard
            && outcome != Outcome::Interrupted
        {
            tracing::error!(job = self.control.name().as_str(), %error, "nobody waited any more for a job that failed");
        }
    }

    fn fail(&self, error: ExecutorError) {
        // Nobody waits: then nobody needs to know why there is no value.
        drop(self.answer(Err(error)));
    }
}

fn outcome<T>(caught: &Result<T, Box<dyn Any + Send>>) -> Outcome {
    match caught {
        Ok(_) => Outcome::Completed,
        Err(payload) if payload.is::<Unwinding>() => Outcome::Interrupted,
        Err(_) => Outcome::Panicked,
    }
}
