//! Elastic threads: each job gets an idle thread or a new one at once, so no job is ever queued here.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, SendError, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;

use super::ExecutorConfig;

pub(super) type Job = Box<dyn FnOnce() + Send>;

/// The threads of one executor. Those that run a job are not listed: they come back by themselves.
pub(super) struct Pool {
    config: ExecutorConfig,
    started: AtomicU64,
    idle: Mutex<Vec<Idle>>,
}

/// A thread that waits for one job. Dropping the inbox lets it end.
struct Idle {
    thread: u64,
    inbox: SyncSender<Job>,
}

impl Pool {
    pub(super) fn new(config: ExecutorConfig) -> Pool {
        Pool { config, started: AtomicU64::new(0), idle: Mutex::new(Vec::new()) }
    }

    pub(super) fn config(&self) -> &ExecutorConfig {
        &self.config
    }

    /// Hands `job` to the thread that became idle last, whose caches are the warmest, or to a new one. If no thread can be
    /// started, the job is dropped.
    pub(super) fn execute(self: &Arc<Self>, mut job: Job) -> io::Result<()> {
        while let Some(inbox) = self.take_idle() {
            match inbox.send(job) {
                Ok(()) => return Ok(()),
                Err(SendError(unsent)) => job = unsent,
            }
        }
        self.start_thread(job)
    }

    fn start_thread(self: &Arc<Self>, first: Job) -> io::Result<()> {
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let mut builder = thread::Builder::new().name(format!("{}-{number}", self.config.thread_name));
        if let Some(bytes) = self.config.stack_size {
            builder = builder.stack_size(bytes);
        }
        let pool = Arc::downgrade(self);
        builder.spawn(move || work(&pool, number, first)).map(drop)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_idle(&self) -> Option<SyncSender<Job>> {
        self.idle().pop().map(|idle| idle.inbox)
    }

    /// Whether the thread was still listed, and so has been sent no job.
    fn withdraw_idle(&self, thread: u64) -> bool {
        let mut idle = self.idle();
        let position = idle.iter().position(|idle| idle.thread == thread);
        position.map(|position| idle.remove(position)).is_some()
    }

    #[cfg(test)]
    pub(super) fn idle_threads(&self) -> usize {
        self.idle().len()
    }
}

/// The life of a thread. It does not keep the pool alive, so that it ends with the pool.
fn work(pool: &Weak<Pool>, thread: u64, first: Job) {
    let mut next = Some(first);
    while let Some(job) = next {
        // A job reports its own panics; what remains is a captured value, dropped unused, whose `drop` panics.
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            tracing::error!(thread, "a value that was left over from a job panicked while it was dropped");
        }
        next = wait_for_job(pool, thread);
    }
}

fn wait_for_job(pool: &Weak<Pool>, thread: u64) -> Option<Job> {
    let (inbox, jobs) = mpsc::sync_channel(1);
    let idle_time = {
        let pool = pool.upgrade()?;
        pool.idle().push(Idle { thread, inbox });
        pool.config.idle_time
    };
    jobs.recv_timeout(idle_time).ok().or_else(|| last_job(pool, thread, &jobs))
}

/// The job that is on its way to a thread that has just waited long enough, if there is one.
fn last_job(pool: &Weak<Pool>, thread: u64, jobs: &Receiver<Job>) -> Option<Job> {
    let withdrawn = pool.upgrade().is_some_and(|pool| pool.withdraw_idle(thread));
    // Not listed any more: then either a job comes, or the inbox was dropped with the pool. Both end this `recv`.
    if withdrawn { None } else { jobs.recv().ok() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_is_sent_while_its_thread_gives_up_is_run() {
        let pool = Arc::new(Pool::new(ExecutorConfig::default()));
        let (inbox, jobs) = mpsc::sync_channel(1);
        pool.idle().push(Idle { thread: 7, inbox });
        pool.execute(Box::new(|| ())).unwrap();
        assert!(last_job(&Arc::downgrade(&pool), 7, &jobs).is_some());
    }

    #[test]
    fn a_job_outlives_the_pool_on_its_way_to_a_thread() {
        let pool = Arc::new(Pool::new(ExecutorConfig::default()));
        let (inbox, jobs) = mpsc::sync_channel(1);
        pool.idle().push(Idle { thread: 7, inbox });
        pool.execute(Box::new(|| ())).unwrap();
        let gone = Arc::downgrade(&pool);
        drop(pool);
        assert!(last_job(&gone, 7, &jobs).is_some());
    }

    #[test]
    fn a_thread_that_nobody_sent_a_job_ends() {
        let pool = Arc::new(Pool::new(ExecutorConfig::default()));
        let (inbox, jobs) = mpsc::sync_channel(1);
        pool.idle().push(Idle { thread: 7, inbox });
        assert!(last_job(&Arc::downgrade(&pool), 7, &jobs).is_none());
        assert_eq!(pool.idle_threads(), 0);
    }

    #[test]
    fn a_thread_that_is_gone_is_passed_over() {
        let pool = Arc::new(Pool::new(ExecutorConfig::default()));
        let (inbox, _) = mpsc::sync_channel(1);
        pool.idle().push(Idle { thread: 7, inbox });
        let (sender, ran) = mpsc::channel();
        pool.execute(Box::new(move || sender.send(()).unwrap())).unwrap();
        ran.recv().unwrap();
    }
}
