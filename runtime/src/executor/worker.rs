//! The life of a thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::park::{Parker, Signal};
use super::pool::{Job, Next, Pool};
use super::scope::JobGuard;
use super::state::Slot;

/// A thread, as its pool knows it.
pub(super) struct Worker {
    pub(super) slot: Slot,
    pub(super) signal: Arc<Signal>,
}

pub(super) fn work(pool: &Arc<Pool>, slot: Slot) {
    let parker = Parker::new();
    let worker = Worker { slot, signal: parker.signal() };
    let mut next = pool.arrive(&worker);
    loop {
        next = match next {
            Next::Run(job) => run(pool, &worker, &job),
            Next::Rest => {
                parker.park_until(Instant::now().checked_add(pool.config().idle_time));
                pool.rested(&worker)
            }
            Next::End => return,
        }
    }
}

fn run(pool: &Arc<Pool>, worker: &Worker, job: &Job) -> Next {
    let mut next = None;
    let mut guard = Some(JobGuard::enter(pool, worker.slot, Arc::clone(job)));
    let ran = catch_unwind(AssertUnwindSafe(|| {
        job.run(&mut |outcome| {
            guard = None;
            next = Some(pool.finish(worker, outcome));
        });
    }));
    if ran.is_err() {
        // A job reports its own panics; what remains is foreign code that is called after it: a value nobody waits for any more, or
        // the waker of its caller.
        let job = job.control().name().as_str();
        tracing::error!(job, executor = %pool.name(), "what a job left behind panicked while it was dropped or told of");
    }
    next.expect("a job that is run is finished")
}
