//! What an executor tells about itself: as a value, and through the `metrics` facade.

use std::time::Duration;

use metrics::{Counter, Gauge, Histogram as FacadeHistogram, Unit};

use super::Histogram;
use super::control::JobName;
use super::job::Outcome;

/// What an executor does at one moment, and what it has done so far: see [`Executor::metrics`](super::Executor::metrics).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ExecutorMetrics {
    /// Jobs that have no thread yet.
    pub queued: usize,
    /// Jobs that run and do not wait.
    pub running: usize,
    /// Jobs that wait in [`synchronize`](super::synchronize()).
    pub waiting: usize,
    /// Threads, idle ones included.
    pub threads: usize,
    /// Threads that wait for a job.
    pub idle: usize,
    /// Jobs that ended by returning.
    pub completed: u64,
    /// Jobs that ended by a panic.
    pub panicked: u64,
    /// Jobs that ran to their end, by return or panic, though their caller was gone. They count above as well.
    pub orphaned: u64,
    /// Jobs that ended early, in a wait, because their caller was gone or the executor was shut down.
    pub interrupted: u64,
    /// Jobs that were refused.
    pub rejected: Rejected,
    /// From the submission of a job to its start.
    pub queue_time: Histogram,
    /// From the start of a job to its end, waits included.
    pub run_time: Histogram,
    /// The job that was started first of those that are not over.
    pub longest_running: Option<LongestRunning>,
}

/// Jobs that never ran, by the reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejected {
    /// Limits of the queue, or of threads.
    pub saturated: u64,
    /// Too long in the queue.
    pub queue_timeout: u64,
    /// The executor was shut down.
    pub shut_down: u64,
    /// The operating system granted no thread.
    pub spawn_failed: u64,
}

impl Rejected {
    /// All of them together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.saturated + self.queue_timeout + self.shut_down + self.spawn_failed
    }

    pub(super) fn count(&mut self, reason: Reason, jobs: usize) {
        let counter = match reason {
            Reason::Saturated => &mut self.saturated,
            Reason::QueueTimeout => &mut self.queue_timeout,
            Reason::ShutDown => &mut self.shut_down,
            Reason::SpawnFailed => &mut self.spawn_failed,
        };
        *counter += jobs as u64;
    }
}

/// Why a job was refused.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reason {
    Saturated,
    QueueTimeout,
    ShutDown,
    SpawnFailed,
}

/// A job that has been on its thread for some time.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LongestRunning {
    /// The job's name.
    pub name: JobName,
    /// Since it started, waits included.
    pub time: Duration,
}

/// What has happened so far.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) completed: u64,
    pub(super) panicked: u64,
    pub(super) orphaned: u64,
    pub(super) interrupted: u64,
    pub(super) rejected: Rejected,
    pub(super) queue_time: Histogram,
    pub(super) run_time: Histogram,
}

impl Tally {
    pub(super) fn finished(&mut self, end: &End) {
        match end.outcome {
            Outcome::Completed => self.completed += 1,
            Outcome::Panicked => self.panicked += 1,
            Outcome::Interrupted => self.interrupted += 1,
            Outcome::Skipped => return,
        }
        self.orphaned += u64::from(end.is_orphan);
        self.run_time.record(end.run_time);
    }
}

/// How a job ended.
pub(super) struct End {
    pub(super) outcome: Outcome,
    pub(super) is_orphan: bool,
    pub(super) run_time: Duration,
}

/// The handles of one executor in the process's recorder.
pub(super) struct Facade {
    queued: Gauge,
    running: Gauge,
    waiting: Gauge,
    threads: Gauge,
    completed: Counter,
    panicked: Counter,
    interrupted: Counter,
    orphaned: Counter,
    rejected: [Counter; 4],
    queue_time: FacadeHistogram,
    run_time: FacadeHistogram,
}

impl Facade {
    pub(super) fn new(executor: &str) -> Facade {
        describe();
        let gauge = |name: &'static str| metrics::gauge!(name, "executor" => executor.to_owned());
        let jobs = |end: &'static str| metrics::counter!("pyramidion_executor_jobs_total", "executor" => executor.to_owned(), "end" => end);
        let rejected = |reason: &'static str| metrics::counter!("pyramidion_executor_rejected_total", "executor" => executor.to_owned(), "reason" => reason);
        let histogram = |name: &'static str| metrics::histogram!(name, "executor" => executor.to_owned());
        Facade {
            queued: gauge("pyramidion_executor_queued"),
            running: gauge("pyramidion_executor_running"),
            waiting: gauge("pyramidion_executor_waiting"),
            threads: gauge("pyramidion_executor_threads"),
            completed: jobs("completed"),
            panicked: jobs("panicked"),
            interrupted: jobs("interrupted"),
            orphaned: metrics::counter!("pyramidion_executor_orphaned_total", "executor" => executor.to_owned()),
            rejected: ["saturated", "queue_timeout", "shut_down", "spawn_failed"].map(rejected),
            queue_time: histogram("pyramidion_executor_queue_seconds"),
            run_time: histogram("pyramidion_executor_run_seconds"),
        }
    }

    pub(super) fn submitted(&self) {
        self.queued.increment(1.0);
    }

    pub(super) fn left_queue(&self, jobs: usize) {
        self.queued.decrement(jobs as f64);
    }

    pub(super) fn rejected(&self, reason: Reason, jobs: usize) {
        self.rejected[reason as usize].increment(jobs as u64);
    }

    pub(super) fn started(&self, queue_time: Duration) {
        self.queued.decrement(1.0);
        self.running.increment(1.0);
        self.queue_time.record(queue_time);
    }

    pub(super) fn finished(&self, end: &End) {
        self.running.decrement(1.0);
        match end.outcome {
            Outcome::Completed => self.completed.increment(1),
            Outcome::Panicked => self.panicked.increment(1),
            Outcome::Interrupted => self.interrupted.increment(1),
            Outcome::Skipped => return,
        }
        self.orphaned.increment(u64::from(end.is_orphan));
        self.run_time.record(end.run_time);
    }

    pub(super) fn waits(&self) {
        self.running.decrement(1.0);
        self.waiting.increment(1.0);
    }

    pub(super) fn resumes(&self) {
        self.waiting.decrement(1.0);
        self.running.increment(1.0);
    }

    pub(super) fn thread_started(&self) {
        self.threads.increment(1.0);
    }

    pub(super) fn thread_ended(&self) {
        self.threads.decrement(1.0);
    }
}

fn describe() {
    metrics::describe_gauge!("pyramidion_executor_queued", "Jobs that have no thread yet");
    metrics::describe_gauge!("pyramidion_executor_running", "Jobs that run and do not wait");
    metrics::describe_gauge!("pyramidion_executor_waiting", "Jobs that wait for a coroutine");
    metrics::describe_gauge!("pyramidion_executor_threads", "Threads of the executor, idle ones included");
    metrics::describe_counter!("pyramidion_executor_jobs_total", "Jobs that were started and are over, by their end");
    metrics::describe_counter!("pyramidion_executor_orphaned_total", "Jobs that ran to their end for nobody");
    metrics::describe_counter!("pyramidion_executor_rejected_total", "Jobs that never ran, by the reason");
    let (queue, run) = ("pyramidion_executor_queue_seconds", "pyramidion_executor_run_seconds");
    metrics::describe_histogram!(queue, Unit::Seconds, "From the submission of a job to its start");
    metrics::describe_histogram!(run, Unit::Seconds, "From the start of a job to its end, waits included");
}
