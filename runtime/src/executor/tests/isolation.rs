//! What fibers break and threads do not: a job that waits shares nothing of its thread with the others.

use std::cell::{Cell, RefCell};
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{block_on, executor, until};
use crate::executor::{Executor, ExecutorError, synchronize};

/// Holds jobs in a wait until it is opened.
struct Gate(watch::Sender<bool>);

impl Gate {
    fn new() -> Arc<Gate> {
        Arc::new(Gate(watch::Sender::new(false)))
    }

    fn pass(&self) {
        synchronize(async { self.0.subscribe().wait_for(|open| *open).await.map(drop) }).unwrap();
    }

    fn open(&self) {
        self.0.send_replace(true);
    }
}

/// Starts a job, and gives it the only permit until it waits at its gate.
async fn start_waiting<T: Send + 'static>(
    executor: &Executor,
    job: impl FnOnce() -> T + Send + 'static,
) -> JoinHandle<Result<T, ExecutorError>> {
    let before = executor.metrics().waiting;
    let started = tokio::spawn(executor.run(job));
    until(|| executor.metrics().waiting == before + 1).await;
    started
}

thread_local!(static SCOPED: Cell<Option<&'static str>> = const { Cell::new(None) });

/// A value for the time of a call, put back afterwards.
fn scoped<T>(value: &'static str, call: impl FnOnce() -> T) -> T {
    let previous = SCOPED.replace(Some(value));
    let result = call();
    assert_eq!(SCOPED.replace(previous), Some(value), "scopes end in the reverse order of their beginnings");
    result
}

#[test]
fn scopes_of_waiting_jobs_may_end_in_any_order() {
    block_on(async {
        let (executor, first, second) = (executor(1), Gate::new(), Gate::new());
        let job = |name, gate: &Arc<Gate>| {
            let gate = gate.clone();
            move || {
                let inside = scoped(name, || {
                    gate.pass();
                    SCOPED.get()
                });
                (inside, SCOPED.get())
            }
        };
        let began_first = start_waiting(&executor, job("first", &first)).await;
        let began_second = start_waiting(&executor, job("second", &second)).await;
        first.open();
        assert_eq!(began_first.await.unwrap().unwrap(), (Some("first"), None));
        second.open();
        assert_eq!(began_second.await.unwrap().unwrap(), (Some("second"), None));
    });
}

struct Counted(usize);

static COUNTED: AtomicUsize = AtomicUsize::new(0);
static COUNTED_DROPS: AtomicUsize = AtomicUsize::new(0);
static INITIALISING: LazyLock<Arc<Gate>> = LazyLock::new(Gate::new);

impl Drop for Counted {
    fn drop(&mut self) {
        COUNTED_DROPS.fetch_add(1, Ordering::SeqCst);
    }
}

thread_local!(static WAITS_AT_FIRST: Counted = {
    let number = COUNTED.fetch_add(1, Ordering::SeqCst);
    INITIALISING.pass();
    Counted(number)
});

#[test]
fn the_initialiser_of_a_thread_local_may_wait() {
    block_on(async {
        let executor = executor(1);
        let twice = || (WAITS_AT_FIRST.with(|counted| counted.0), WAITS_AT_FIRST.with(|counted| counted.0));
        let jobs = [start_waiting(&executor, twice).await, start_waiting(&executor, twice).await];
        assert_eq!(COUNTED.load(Ordering::SeqCst), 2, "both are in the initialiser");
        INITIALISING.open();
        for (number, job) in jobs.into_iter().enumerate() {
            assert_eq!(job.await.unwrap().unwrap(), (number, number), "what it was first is what it stays");
        }
        until(|| executor.metrics().idle == 2).await;
        assert_eq!(COUNTED_DROPS.load(Ordering::SeqCst), 0);
        drop(executor);
        until(|| COUNTED_DROPS.load(Ordering::SeqCst) == 2).await;
    });
}

tokio::task_local!(static TENANT: &'static str);

#[test]
fn a_task_local_of_a_waiting_job_is_seen_by_no_other() {
    block_on(async {
        let (executor, gate) = (executor(1), Gate::new());
        let tenant = || TENANT.try_with(|tenant| *tenant).ok();
        let job = |name| {
            let gate = gate.clone();
            move || {
                let inside = TENANT.sync_scope(name, || {
                    let polled = synchronize(async { tenant() });
                    gate.pass();
                    (polled, tenant())
                });
                (inside, tenant())
            }
        };
        let mut jobs = Vec::new();
        for name in ["acme", "globex", "initech"] {
            jobs.push((name, start_waiting(&executor, job(name)).await));
            assert_eq!(executor.run(tenant).await.unwrap(), None, "a job beside those that wait");
        }
        gate.open();
        for (name, job) in jobs {
            assert_eq!(job.await.unwrap().unwrap(), ((Some(name), Some(name)), None));
        }
    });
}

struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[test]
fn a_wait_while_unwinding_makes_no_other_job_panic() {
    block_on(async {
        let (executor, gate) = (executor(1), Gate::new());
        let at_gate = gate.clone();
        let unwinding = start_waiting(&executor, move || {
            let _waits = OnDrop(|| {
                assert!(thread::panicking());
                at_gate.pass();
            });
            panic!("and waits on its way out");
        })
        .await;
        let beside = executor.run(|| {
            let panicking = thread::panicking();
            (panicking, catch_unwind(|| panic!("caught")).is_err(), thread::panicking())
        });
        assert_eq!(beside.await.unwrap(), (false, true, false));
        gate.open();
        let answer: Result<(), _> = unwinding.await.unwrap();
        assert_eq!(answer.unwrap_err().panic_message(), Some("and waits on its way out"));
        assert!(!executor.run(thread::panicking).await.unwrap(), "on the same thread afterwards");
    });
}

#[test]
fn a_borrow_that_is_held_across_a_wait_is_nobody_elses() {
    thread_local!(static DIARY: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) });
    block_on(async {
        let (executor, gate) = (executor(1), Gate::new());
        let mut jobs = Vec::new();
        for number in 0..8 {
            let gate = gate.clone();
            let write = move || {
                DIARY.with_borrow_mut(|diary| {
                    diary.push(number);
                    gate.pass();
                    std::mem::take(diary)
                })
            };
            jobs.push(start_waiting(&executor, write).await);
        }
        gate.open();
        for (number, job) in jobs.into_iter().enumerate() {
            assert_eq!(job.await.unwrap().unwrap(), [number]);
        }
    });
}
