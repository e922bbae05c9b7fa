//! Callers that go away.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use tokio::sync::oneshot;

use super::{block_on, executor, free_permits, occupy, poll_once, rounds, runtime, until, wait_for_ever};
use crate::executor::{ThreadKind, is_cancelled, synchronize};

/// Counts its drops.
struct Dropped(Arc<AtomicUsize>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_waiting_job_is_unwound_without_a_panic() {
    block_on(async {
        let (executor, drops) = (executor(1), Arc::new(AtomicUsize::new(0)));
        let (of_job, of_future) = (Dropped(drops.clone()), Dropped(drops.clone()));
        let (dropped_where, place) = mpsc::channel();
        let mut waiting = Box::pin(executor.run(move || {
            let _of_job = of_job;
            let on_drop =
                OnDrop(move || dropped_where.send((ThreadKind::current(), std::thread::panicking())).unwrap());
            synchronize(async move {
                let _of_future = (of_future, on_drop);
                std::future::pending::<()>().await;
            });
        }));
        poll_once(&mut waiting).await;
        until(|| executor.metrics().waiting == 1).await;
        drop(waiting);
        until(|| executor.metrics().interrupted == 1).await;
        assert_eq!(drops.load(Ordering::SeqCst), 2);
        assert_eq!(place.recv().unwrap(), (ThreadKind::Executor, false), "the future, before the unwinding");
        let metrics = executor.metrics();
        assert_eq!((metrics.panicked, metrics.orphaned, metrics.waiting, free_permits(&executor)), (0, 0, 0, 1));
    });
}

struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[test]
fn what_a_cancelled_job_waits_for_is_cancelled_down_to_the_innermost() {
    block_on(async {
        let executor = executor(1);
        let inner = executor.clone();
        let mut outer = Box::pin(executor.run(move || {
            let innermost = inner.clone();
            synchronize(inner.run(move || synchronize(innermost.run(|| synchronize(std::future::pending::<()>())))))
        }));
        poll_once(&mut outer).await;
        until(|| executor.metrics().waiting == 3).await;
        drop(outer);
        until(|| executor.metrics().interrupted == 3).await;
        assert_eq!(free_permits(&executor), 1);
    });
}

#[test]
fn a_running_job_can_ask_and_is_counted_as_orphaned() {
    assert!(!is_cancelled());
    block_on(async {
        let executor = executor(1);
        let (started, is_started) = oneshot::channel();
        let mut running = Box::pin(executor.run(move || {
            assert!(!is_cancelled());
            started.send(()).unwrap();
            while !is_cancelled() {
                std::thread::yield_now();
            }
        }));
        poll_once(&mut running).await;
        is_started.await.unwrap();
        drop(running);
        until(|| executor.metrics().orphaned == 1).await;
        assert_eq!((executor.metrics().completed, executor.metrics().interrupted), (1, 0));
    });
}

#[test]
fn a_job_that_stops_the_unwinding_is_unwound_again_by_its_next_wait() {
    block_on(async {
        let executor = executor(1);
        let (caught, is_caught) = oneshot::channel();
        let mut stubborn = Box::pin(executor.run(move || {
            let unwound = catch_unwind(|| synchronize(std::future::pending::<()>()));
            caught.send((unwound.is_err(), is_cancelled())).unwrap();
            synchronize(async { unreachable!("not even polled") })
        }));
        poll_once(&mut stubborn).await;
        until(|| executor.metrics().waiting == 1).await;
        drop(stubborn);
        assert_eq!(is_caught.await.unwrap(), (true, true));
        until(|| executor.metrics().interrupted == 1).await;
    });
}

#[test]
fn a_wait_during_a_panic_goes_on_to_its_end() {
    block_on(async {
        let executor = executor(1);
        let (event, happened) = oneshot::channel::<()>();
        let (waited, has_waited) = oneshot::channel();
        let mut panicking = Box::pin(executor.run(move || {
            let mut ends = Some((happened, waited));
            let _wait_in_drop = OnDrop(move || {
                let (happened, waited) = ends.take().unwrap();
                synchronize(happened).unwrap();
                waited.send(()).unwrap();
            });
            let _ = catch_unwind(AssertUnwindSafe(|| panic!("before")));
            panic!("and now wait while unwinding");
        }));
        poll_once(&mut panicking).await;
        until(|| executor.metrics().waiting == 1).await;
        drop(panicking);
        event.send(()).unwrap();
        has_waited.await.unwrap();
        until(|| executor.metrics().panicked == 1).await;
    });
}

#[test]
fn a_disconnect_storm_leaves_nothing_behind() {
    const JOBS: usize = rounds(200, 10);
    block_on(async {
        let executor = executor(4);
        let mut jobs = Vec::new();
        for _ in 0..JOBS {
            jobs.push(wait_for_ever(&executor).await);
        }
        let (release, occupied) = occupy(&executor).await;
        drop(jobs);
        until(|| executor.metrics().interrupted == JOBS as u64).await;
        drop(release);
        occupied.await.unwrap().unwrap();
        let metrics = executor.metrics();
        assert_eq!((metrics.queued, metrics.running, metrics.waiting), (0, 0, 0));
    });
}

#[test]
fn the_end_of_a_runtime_ends_the_waits_of_its_tasks() {
    let executor = executor(4);
    let runtime = runtime();
    runtime.block_on(async {
        tokio::spawn(executor.run(|| synchronize(std::future::pending::<()>())));
        tokio::spawn(executor.run(|| synchronize(tokio::time::sleep(Duration::from_secs(86_400)))));
        until(|| executor.metrics().waiting == 2).await;
    });
    drop(runtime);
    block_on(until(|| executor.metrics().interrupted == 2));
    assert_eq!(executor.metrics().panicked, 0);
}

#[test]
fn a_wait_in_a_drop_ends_as_any_other() {
    block_on(async {
        let (executor, drops) = (executor(1), Arc::new(AtomicUsize::new(0)));
        let other = Dropped(drops.clone());
        let mut dropping = Box::pin(executor.run(move || {
            let _other = other;
            drop(OnDrop(|| synchronize(std::future::pending())));
            unreachable!("the drop does not return");
        }));
        poll_once(&mut dropping).await;
        until(|| executor.metrics().waiting == 1).await;
        drop(dropping);
        until(|| executor.metrics().interrupted == 1).await;
        assert_eq!((drops.load(Ordering::SeqCst), executor.metrics().panicked), (1, 0));
    });
}

#[test]
fn a_wait_during_the_unwinding_of_a_cancelled_job_goes_on_to_its_end() {
    block_on(async {
        let executor = executor(1);
        let (event, happened) = oneshot::channel::<()>();
        let mut cancelled = Box::pin(executor.run(move || {
            let mut happened = Some(happened);
            let _wait_in_drop = OnDrop(move || synchronize(happened.take().unwrap()).unwrap());
            synchronize(std::future::pending::<()>());
        }));
        poll_once(&mut cancelled).await;
        until(|| executor.metrics().waiting == 1).await;
        drop(cancelled);
        // The one wait is over when its job waits again, or still: only the event ends it.
        event.send(()).unwrap();
        until(|| executor.metrics().interrupted == 1).await;
        assert_eq!((executor.metrics().panicked, free_permits(&executor)), (0, 1));
    });
}
