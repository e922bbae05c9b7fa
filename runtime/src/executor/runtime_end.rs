//! The end of a runtime, which the jobs that were submitted in it and wait are told of: what they wait for may never wake them.
//!
//! A runtime drops its tasks when it ends, before its timers and sockets. So one task that waits for ever learns of it, for all the
//! jobs of one executor.

use std::future::pending;
use std::sync::{Arc, Weak};

use tokio::runtime::{Handle, Id};
use tokio::task::AbortHandle;

use super::ExecutorError;
use super::control::Interrupt;
use super::pool::{Inner, Job, Pool};

/// The runtimes whose end an executor is told of. There is one, as a rule.
#[derive(Default)]
pub(super) struct Runtimes(Vec<Watched>);

struct Watched {
    runtime: Id,
    /// Set once the task is spawned.
    task: Option<AbortHandle>,
}

impl Runtimes {
    /// Whether it was unknown: then it is to be [`watch`]ed.
    pub(super) fn add(&mut self, runtime: Id) -> bool {
        let is_new = self.0.iter().all(|watched| watched.runtime != runtime);
        if is_new {
            self.0.push(Watched { runtime, task: None });
        }
        is_new
    }

    fn remove(&mut self, runtime: Id) {
        self.0.retain(|watched| watched.runtime != runtime);
    }
}

impl Drop for Runtimes {
    /// The executor is gone, which a runtime may outlive for long.
    fn drop(&mut self) {
        self.0.iter().filter_map(|watched| watched.task.as_ref()).for_each(AbortHandle::abort);
    }
}

/// Has the executor told of the end of `runtime`; at once if that is over.
pub(super) fn watch(pool: &Arc<Pool>, runtime: &Handle) {
    let end = End { pool: Arc::downgrade(pool), runtime: runtime.id() };
    let task = runtime.spawn(async move {
        let _end = end;
        pending::<()>().await;
    });
    let mut inner = pool.lock();
    let added = inner.runtimes.0.iter_mut().find(|watched| watched.runtime == runtime.id());
    if let Some(watched) = added {
        watched.task = Some(task.abort_handle());
    }
}

/// Dropped at the end of the runtime.
struct End {
    pool: Weak<Pool>,
    runtime: Id,
}

impl Drop for End {
    fn drop(&mut self) {
        let Some(pool) = self.pool.upgrade() else { return };
        let waiting = {
            let mut inner = pool.lock();
            inner.runtimes.remove(self.runtime);
            waiting_in(&inner, self.runtime)
        };
        for job in waiting {
            job.fail(ExecutorError::RuntimeEnded);
            job.control().interrupt(Interrupt::RuntimeEnded);
        }
    }
}

fn waiting_in(inner: &Inner, runtime: Id) -> Vec<Job> {
    let waiting = inner.state.active().filter(|active| active.waiting && active.job.runtime().id() == runtime);
    waiting.map(|active| Arc::clone(&active.job)).collect()
}
