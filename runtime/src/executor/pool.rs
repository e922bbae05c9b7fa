//! The state of an executor with its lock, its threads and its clock.

use std::io;
use std::sync::{Arc, OnceLock};
use std::task::Waker;
use std::time::Instant;

use tokio::runtime::Handle;

use super::control::JobName;
use super::job::{Outcome, Runnable};
use super::metrics::{End, ExecutorMetrics, Facade, LongestRunning, Reason, Tally};
use super::park::Signal;
use super::queue::Ticket;
use super::runtime_end::{self, Runtimes};
use super::shutdown::Shutdown;
use super::state::{Active, Full, Limits, NewThread, Slot, State, Summons};
use super::sync::{Mutex, MutexGuard, lock, thread};
use super::worker::{self, Worker};
use super::{ExecutorConfig, ExecutorError, clock};

pub(super) type Job = Arc<dyn Runnable>;

/// What all handles of an executor share, and its threads.
pub(super) struct Pool {
    name: Arc<str>,
    config: ExecutorConfig,
    inner: Mutex<Inner>,
    facade: OnceLock<Facade>,
    #[cfg(test)]
    pub(super) refuses_threads: std::sync::atomic::AtomicBool,
}

/// What the lock guards. No foreign code runs under it.
pub(super) struct Inner {
    pub(super) state: State<Job>,
    pub(super) tally: Tally,
    pub(super) shutdown: Option<Shutdown>,
    /// The thread that watches the queue's time, if there is one.
    pub(super) clock: Clock,
    /// The runtimes whose end is watched.
    pub(super) runtimes: Runtimes,
}

#[derive(Default)]
pub(super) enum Clock {
    #[default]
    Stopped,
    Starting,
    Running(Arc<Signal>),
}

impl Pool {
    pub(super) fn new(name: &str, config: ExecutorConfig) -> Pool {
        let limits =
            Limits { permits: config.running_permits, threads: config.maximum_threads, queue: config.queue_length };
        let inner = Inner {
            state: State::new(limits),
            tally: Tally::default(),
            shutdown: None,
            clock: Clock::default(),
            runtimes: Runtimes::default(),
        };
        Pool {
            name: name.into(),
            config,
            inner: Mutex::new(inner),
            facade: OnceLock::new(),
            #[cfg(test)]
            refuses_threads: false.into(),
        }
    }

    pub(super) fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(super) fn config(&self) -> &ExecutorConfig {
        &self.config
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        lock(&self.inner)
    }

    /// Made on first use, so that a recorder may be installed after the executor was made.
    pub(super) fn facade(&self) -> &Facade {
        self.facade.get_or_init(|| Facade::new(&self.name))
    }

    /// Takes a job in. With a ticket it waits in the queue.
    pub(super) fn submit(self: &Arc<Self>, job: Job) -> Result<Option<Ticket>, ExecutorError> {
        let now = Instant::now();
        let is_nested = job.ancestry().contains(self);
        let mut inner = self.lock();
        if inner.shutdown.as_ref().is_some_and(|shutdown| shutdown.is_over() || !is_nested) {
            drop(inner);
            return Err(self.reject(Reason::ShutDown));
        }
        let taken_in = if is_nested {
            inner.state.submit_nested(job, now).map(|summons| (None, summons))
        } else {
            inner.state.submit(job, now).map(|(ticket, summons)| (Some(ticket), summons))
        };
        let Ok((ticket, summons)) = taken_in.map_err(|Full| ()) else {
            drop(inner);
            return Err(self.reject(Reason::Saturated));
        };
        let needs_clock = ticket.is_some() && inner.needs_clock();
        drop(inner);
        self.facade().submitted();
        self.answer(summons);
        if needs_clock {
            clock::start(self);
        }
        Ok(ticket)
    }

    fn reject(&self, reason: Reason) -> ExecutorError {
        self.lock().tally.rejected.count(reason, 1);
        self.facade().rejected(reason, 1);
        self.error(reason)
    }

    fn error(&self, reason: Reason) -> ExecutorError {
        let executor = Arc::clone(&self.name);
        match reason {
            Reason::Saturated => ExecutorError::Saturated { executor },
            Reason::QueueTimeout => ExecutorError::QueueTimeout { executor, after: self.config.queue_timeout },
            Reason::ShutDown => ExecutorError::ShutDown { executor },
            Reason::SpawnFailed => ExecutorError::SpawnFailed(io::ErrorKind::WouldBlock.into()),
        }
    }

    /// Fails jobs that were taken out of the queue.
    pub(super) fn fail(&self, jobs: Vec<Job>, reason: Reason) {
        self.fail_with(jobs, reason, || self.error(reason));
    }

    fn fail_with(&self, jobs: Vec<Job>, reason: Reason, error: impl Fn() -> ExecutorError) {
        if jobs.is_empty() {
            return;
        }
        self.lock().tally.rejected.count(reason, jobs.len());
        self.facade().left_queue(jobs.len());
        self.facade().rejected(reason, jobs.len());
        for job in jobs {
            job.fail(error());
        }
    }

    /// Takes a queued job back, whose caller is gone.
    pub(super) fn withdraw(&self, ticket: Ticket) {
        let withdrawn = self.lock().state.withdraw(ticket);
        if withdrawn.is_some() {
            self.facade().left_queue(1);
        }
        drop(withdrawn);
    }

    /// Wakes or starts the thread that the state asks for.
    fn answer(self: &Arc<Self>, summons: Summons) {
        match summons {
            Summons::Nobody => (),
            Summons::Wake(signal) => signal.notify(),
            Summons::Start(thread) => {
                if let Err(error) = self.start_thread(thread) {
                    self.start_failed(thread, &error);
                }
            }
        }
    }

    fn start_thread(self: &Arc<Self>, new: NewThread) -> io::Result<()> {
        #[cfg(test)]
        if self.refuses_threads.load(std::sync::atomic::Ordering::SeqCst) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let prefix = self.config.thread_name.as_deref().unwrap_or(match &*self.name {
            "default" => "pyramidion",
            name => name,
        });
        let mut builder = thread::Builder::new().name(format!("{prefix}-{}", new.number));
        if let Some(bytes) = self.config.stack_size {
            builder = builder.stack_size(bytes);
        }
        let pool = Arc::clone(self);
        builder.spawn(move || worker::work(&pool, new.slot))?;
        self.facade().thread_started();
        Ok(())
    }

    fn start_failed(self: &Arc<Self>, thread: NewThread, error: &io::Error) {
        let (lost, summons, needs_clock) = {
            let mut inner = self.lock();
            let (lost, summons) = inner.state.start_failed(thread);
            (lost, summons, inner.needs_clock())
        };
        tracing::warn!(executor = %self.name, %error, "no thread could be started for the executor");
        self.fail_with(lost, Reason::SpawnFailed, || ExecutorError::SpawnFailed(copy_of(error)));
        self.answer(summons);
        if needs_clock {
            clock::start(self);
        }
    }

    /// The first job of a thread that was summoned, or its rest.
    pub(super) fn arrive(self: &Arc<Self>, worker: &Worker) -> Next {
        let mut inner = self.lock();
        inner.state.arrive();
        self.next(inner, worker, Instant::now())
    }

    /// The end of a job, and what its thread does next.
    pub(super) fn finish(self: &Arc<Self>, worker: &Worker, outcome: Outcome) -> Next {
        let now = Instant::now();
        let mut inner = self.lock();
        let Active { job, since, .. } = inner.state.finish(worker.slot);
        let ran = matches!(outcome, Outcome::Completed | Outcome::Panicked);
        let is_orphan = ran && job.control().interrupted().is_some();
        let end = End { outcome, is_orphan, run_time: now.saturating_duration_since(since) };
        inner.tally.finished(&end);
        let next = self.next(inner, worker, now);
        self.facade().finished(&end);
        next
    }

    fn next(self: &Arc<Self>, mut inner: MutexGuard<'_, Inner>, worker: &Worker, now: Instant) -> Next {
        let Some(taken) = inner.state.take(worker.slot, now) else {
            let rests = inner.state.rest(worker.slot, &worker.signal);
            let needs_clock = inner.needs_clock();
            let quiet = inner.when_quiet();
            drop(inner);
            quiet.into_iter().for_each(Waker::wake);
            if needs_clock {
                clock::start(self);
            }
            return if rests { Next::Rest } else { self.thread_ended() };
        };
        let queue_time = now.saturating_duration_since(taken.queued_since);
        inner.tally.queue_time.record(queue_time);
        let summons = inner.state.summon();
        drop(inner);
        self.facade().started(queue_time);
        self.answer(summons);
        Next::Run(taken.job)
    }

    /// What a thread does that rested until it was woken, or long enough.
    pub(super) fn rested(self: &Arc<Self>, worker: &Worker) -> Next {
        if self.lock().state.leave(worker.slot) { self.thread_ended() } else { self.arrive(worker) }
    }

    fn thread_ended(&self) -> Next {
        self.facade().thread_ended();
        Next::End
    }

    pub(super) fn wait(self: &Arc<Self>, slot: Slot) {
        let (summons, unwatched) = {
            let mut inner = self.lock();
            (inner.state.wait(slot), inner.unwatched_runtime(slot))
        };
        self.facade().waits();
        self.answer(summons);
        if let Some(runtime) = unwatched {
            runtime_end::watch(self, &runtime);
        }
    }

    pub(super) fn resume(&self, slot: Slot) {
        self.lock().state.resume(slot);
        self.facade().resumes();
    }

    /// Lets the threads end: nobody can submit a job any more.
    pub(super) fn close(&self) {
        let (resting, clock) = {
            let mut inner = self.lock();
            (inner.state.close(), std::mem::take(&mut inner.clock))
        };
        resting.iter().for_each(|signal| signal.notify());
        clock.wake();
    }

    pub(super) fn metrics(&self) -> ExecutorMetrics {
        let now = Instant::now();
        let inner = self.lock();
        let counts = inner.state.counts();
        let longest = inner.state.active().min_by_key(|active| active.since);
        let longest = longest.map(|active| (active.job.control().name().clone(), active.since));
        let tally = &inner.tally;
        ExecutorMetrics {
            queued: counts.queued,
            running: counts.running,
            waiting: counts.waiting,
            threads: counts.threads,
            idle: counts.idle,
            completed: tally.completed,
            panicked: tally.panicked,
            orphaned: tally.orphaned,
            interrupted: tally.interrupted,
            rejected: tally.rejected,
            queue_time: tally.queue_time.clone(),
            run_time: tally.run_time.clone(),
            longest_running: longest.map(|(name, since)| LongestRunning { name, time: now - since }),
        }
    }
}

impl Inner {
    /// Whether jobs wait for others' end, and nothing watches how long.
    fn needs_clock(&self) -> bool {
        matches!(self.clock, Clock::Stopped) && self.state.is_backed_up()
    }

    /// The runtime of the job of `slot`, if nothing watches for its end; from now on somebody does.
    fn unwatched_runtime(&mut self, slot: Slot) -> Option<Handle> {
        let runtime = self.state.job(slot)?.runtime();
        self.runtimes.add(runtime.id()).then(|| runtime.clone())
    }

    /// Who waits for the last job's end.
    fn when_quiet(&mut self) -> Vec<Waker> {
        match &mut self.shutdown {
            Some(shutdown) if self.state.is_quiet() => shutdown.take_wakers(),
            _ => Vec::new(),
        }
    }

    /// The names of the jobs on threads that wait, and that do not.
    pub(super) fn names(&self, waiting: bool) -> Vec<JobName> {
        let active = self.state.active().filter(|active| active.waiting == waiting);
        active.map(|active| active.job.control().name().clone()).collect()
    }
}

impl Clock {
    pub(super) fn wake(&self) {
        if let Clock::Running(signal) = self {
            signal.notify();
        }
    }
}

/// What a thread does next.
pub(super) enum Next {
    Run(Job),
    Rest,
    End,
}

/// [`io::Error`] is not `Clone`.
fn copy_of(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| io::Error::new(error.kind(), error.to_string()), io::Error::from_raw_os_error)
}
