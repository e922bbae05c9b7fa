//! Models of what threads do to each other here, of which loom tries every order:
//!
//! `RUSTFLAGS="--cfg pyramidion_loom" cargo test --release --package pyramidion --lib models`

use std::sync::Arc;
use std::time::Instant;

use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use super::control::{Control, Interrupt};
use super::park::Parker;
use super::queue::Ticket;
use super::state::{Full, Limits, NewThread, Slot, State, Summons};
use super::sync::{Mutex, lock};

#[test]
fn a_notification_is_never_lost() {
    loom::model(|| {
        let parker = Parker::new();
        let signal = parker.signal();
        let notifying = thread::spawn(move || signal.notify());
        parker.park();
        notifying.join().unwrap();
        assert!(!parker.take_wake());
    });
}

#[test]
fn two_notifications_wake_at_least_once() {
    loom::model(|| {
        let parker = Parker::new();
        // Not joined: loom takes a late `unpark` for the end of the thread that is joined. It waits for all threads itself.
        for _ in 0..2 {
            let signal = parker.signal();
            thread::spawn(move || signal.notify());
        }
        parker.park();
    });
}

#[test]
fn an_interrupt_wakes_a_wait_or_is_seen_before_it() {
    loom::model(|| {
        let control = Arc::new(Control::new("model".into()));
        let interrupted = control.clone();
        thread::spawn(move || interrupted.interrupt(Interrupt::Cancelled));
        let parker = Parker::new();
        control.wake_on_interrupt(parker.waker());
        while control.interrupted().is_none() {
            parker.park();
        }
    });
}

/// The executor's state with threads as the pool has them, and jobs that are numbers.
struct Pool {
    state: Mutex<State<usize>>,
    ran: AtomicUsize,
    threads: Mutex<Vec<thread::JoinHandle<()>>>,
}

impl Pool {
    fn new(permits: usize, threads: usize, queue: usize) -> Arc<Pool> {
        let state = Mutex::new(State::new(Limits { permits, threads, queue }));
        Arc::new(Pool { state, ran: AtomicUsize::new(0), threads: Mutex::new(Vec::new()) })
    }

    fn submit(self: &Arc<Self>, job: usize) -> Result<Ticket, Full> {
        let (ticket, summons) = lock(&self.state).submit(job, Instant::now())?;
        self.answer(summons);
        Ok(ticket)
    }

    fn answer(self: &Arc<Self>, summons: Summons) {
        match summons {
            Summons::Nobody => (),
            Summons::Wake(signal) => signal.notify(),
            Summons::Start(NewThread { slot, .. }) => {
                let pool = Arc::clone(self);
                let started = thread::spawn(move || pool.work(slot));
                lock(&self.threads).push(started);
            }
        }
    }

    /// `run`, without what is around a job.
    fn work(self: &Arc<Self>, slot: Slot) {
        let parker = Parker::new();
        loop {
            lock(&self.state).arrive();
            loop {
                let mut state = lock(&self.state);
                let Some(taken) = state.take(slot, Instant::now()) else {
                    if state.rest(slot, &parker.signal()) {
                        break;
                    }
                    return;
                };
                let summons = state.summon();
                drop(state);
                self.answer(summons);
                self.run(slot, taken.job);
                lock(&self.state).finish(slot);
            }
            parker.park();
        }
    }

    /// A job 10 waits once, as one that calls `synchronize` does; any other only counts.
    fn run(self: &Arc<Self>, slot: Slot, job: usize) {
        if job == 10 {
            let summons = lock(&self.state).wait(slot);
            self.answer(summons);
            lock(&self.state).resume(slot);
        }
        self.ran.fetch_add(1, Ordering::Relaxed);
    }

    /// Closes once all is quiet, and waits for the threads: one that is not woken would be a deadlock, which loom reports.
    fn end(&self, jobs: usize) {
        while !lock(&self.state).is_quiet() {
            thread::yield_now();
        }
        let resting = lock(&self.state).close();
        resting.iter().for_each(|signal| signal.notify());
        for thread in std::mem::take(&mut *lock(&self.threads)) {
            thread.join().unwrap();
        }
        assert_eq!(self.ran.load(Ordering::Relaxed), jobs);
        let counts = lock(&self.state).counts();
        assert_eq!((counts.queued, counts.running, counts.waiting, counts.threads), (0, 0, 0, 0));
    }
}

fn bounded(model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.max_branches = 10_000;
    builder.check(model);
}

#[test]
fn every_job_runs_when_two_are_submitted_at_once() {
    bounded(|| {
        let pool = Pool::new(1, 2, 8);
        let other = pool.clone();
        let submitting = thread::spawn(move || other.submit(1).map(drop).unwrap());
        pool.submit(2).unwrap();
        submitting.join().unwrap();
        pool.end(2);
    });
}

#[test]
fn a_wait_lets_the_queue_go_on() {
    bounded(|| {
        let pool = Pool::new(1, 2, 8);
        pool.submit(10).unwrap();
        pool.submit(1).unwrap();
        pool.end(2);
    });
}

#[test]
fn a_job_is_withdrawn_or_run() {
    bounded(|| {
        let pool = Pool::new(1, 1, 8);
        let ticket = pool.submit(1).unwrap();
        let withdrawn = lock(&pool.state).withdraw(ticket).is_some();
        pool.end(usize::from(!withdrawn));
    });
}

#[test]
fn a_job_that_comes_while_a_thread_leaves_is_run() {
    bounded(|| {
        let pool = Pool::new(1, 1, 8);
        pool.submit(1).unwrap();
        while lock(&pool.state).counts().idle == 0 {
            thread::yield_now();
        }
        let other = pool.clone();
        // What a thread does whose idle time is over: it leaves, unless it was woken.
        let leaving = thread::spawn(move || {
            let resting = lock(&other.state).close();
            resting.iter().for_each(|signal| signal.notify());
        });
        pool.submit(2).unwrap();
        leaving.join().unwrap();
        pool.end(2);
    });
}
