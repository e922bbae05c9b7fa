//! Waits: nested, many, and woken from anywhere.

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};

use super::{block_on, executor, free_permits, rounds, runtime, until};
use crate::executor::{Executor, ThreadKind, spawn_blocking_scope, synchronize};

fn descend(executor: Executor, depth: u32) -> u32 {
    if depth == 0 { 0 } else { synchronize(executor.clone().run(move || descend(executor, depth - 1))).unwrap() + 1 }
}

#[test]
fn nested_jobs_need_no_second_permit() {
    block_on(async {
        let executor = executor(1);
        let job = {
            let executor = executor.clone();
            move || descend(executor, 64)
        };
        assert_eq!(executor.run(job).await.unwrap(), 64);
        assert_eq!(free_permits(&executor), 1);
    });
}

#[test]
fn nested_jobs_through_a_task_need_no_second_permit() {
    block_on(async {
        let executor = executor(1);
        let inner = executor.clone();
        let job = move || synchronize(async { tokio::spawn(inner.run(|| 7)).await.unwrap().unwrap() });
        assert_eq!(executor.run(job).await.unwrap(), 7);
    });
}

#[test]
fn executors_may_wait_for_each_other() {
    fn bounce(executors: [Executor; 2], times: u32) -> u32 {
        let [here, there] = executors;
        if times == 0 {
            return 0;
        }
        let job = there.clone().run(move || bounce([there, here], times - 1));
        synchronize(job).unwrap() + 1
    }
    block_on(async {
        let executors = [executor(1), executor(1)];
        let job = executors[0].run({
            let executors = executors.clone();
            move || bounce(executors, 16)
        });
        assert_eq!(job.await.unwrap(), 16);
    });
}

#[test]
fn a_thousand_waiting_jobs_leave_room_for_another() {
    const JOBS: usize = rounds(1_000, 12);
    block_on(async {
        let executor = executor(4);
        let (event, happened) = watch::channel(false);
        let (waiting, mut waits) = mpsc::unbounded_channel();
        let jobs: Vec<_> = (0..JOBS)
            .map(|_| {
                let (mut happened, waiting) = (happened.clone(), waiting.clone());
                tokio::spawn(executor.run(move || {
                    synchronize(async {
                        waiting.send(()).unwrap();
                        happened.wait_for(|happened| *happened).await.unwrap();
                    });
                    ThreadKind::current()
                }))
            })
            .collect();
        for _ in 0..JOBS {
            waits.recv().await.unwrap();
        }
        assert_eq!(executor.run(|| "through").await.unwrap(), "through");
        event.send(true).unwrap();
        for job in jobs {
            assert_eq!(job.await.unwrap().unwrap(), ThreadKind::Executor);
        }
        assert_eq!(free_permits(&executor), 4);
    });
}

#[test]
fn a_lock_may_be_held_across_a_wait_by_all_jobs() {
    const JOBS: usize = rounds(100, 8);
    block_on(async {
        let (executor, lock) = (executor(2), Arc::new(Mutex::new(0)));
        let job = || {
            let (executor, lock) = (executor.clone(), lock.clone());
            move || {
                let mut held = lock.lock().unwrap();
                *held += synchronize(executor.run(|| 1)).unwrap();
            }
        };
        let jobs: Vec<_> = (0..JOBS).map(|_| tokio::spawn(executor.run(job()))).collect();
        for job in jobs {
            job.await.unwrap().unwrap();
        }
        assert_eq!(*lock.lock().unwrap(), JOBS);
        assert_eq!(free_permits(&executor), 2);
    });
}

#[test]
fn a_ready_future_keeps_the_permit() {
    block_on(async {
        let executor = executor(1);
        let inside = executor.clone();
        let free = move || synchronize(async { free_permits(&inside) });
        assert_eq!(executor.run(free).await.unwrap(), 0);
    });
}

#[test]
fn a_wait_frees_the_permit_until_it_is_over() {
    block_on(async {
        let executor = executor(1);
        let inside = executor.clone();
        let (polled, is_polled) = oneshot::channel();
        let (event, happened) = oneshot::channel::<()>();
        let job = tokio::spawn(executor.run(move || {
            synchronize(async {
                polled.send(()).unwrap();
                happened.await.unwrap();
            });
            free_permits(&inside)
        }));
        is_polled.await.unwrap();
        until(|| free_permits(&executor) == 1).await;
        event.send(()).unwrap();
        assert_eq!(job.await.unwrap().unwrap(), 0, "taken again");
    });
}

#[test]
fn a_wait_is_woken_by_another_thread() {
    block_on(spawn_blocking_scope(|| {
        let (sender, receiver) = oneshot::channel();
        let sending = thread::spawn(move || sender.send(7).unwrap());
        assert_eq!(synchronize(receiver).unwrap(), 7);
        sending.join().unwrap();
    }));
}

#[test]
fn a_wait_is_woken_by_the_timer_of_the_runtime() {
    block_on(spawn_blocking_scope(|| synchronize(tokio::time::sleep(Duration::from_millis(1)))));
}

#[test]
fn wakes_during_the_poll_count_once() {
    block_on(spawn_blocking_scope(|| {
        let polls = AtomicUsize::new(0);
        synchronize(poll_fn(|context| {
            context.waker().wake_by_ref();
            context.waker().wake_by_ref();
            if polls.fetch_add(1, Ordering::Relaxed) == 9 { Poll::Ready(()) } else { Poll::Pending }
        }));
        assert_eq!(polls.into_inner(), 10);
    }));
}

#[test]
fn a_late_wake_does_no_harm() {
    block_on(spawn_blocking_scope(|| {
        let kept = Mutex::new(None::<Waker>);
        synchronize(poll_fn(|context| {
            *kept.lock().unwrap() = Some(context.waker().clone());
            Poll::Ready(())
        }));
        let late = kept.into_inner().unwrap().unwrap();
        late.wake_by_ref();
        let (sender, receiver) = oneshot::channel();
        let sending = thread::spawn(move || {
            late.wake();
            sender.send(7).unwrap();
        });
        assert_eq!(synchronize(receiver).unwrap(), 7);
        sending.join().unwrap();
    }));
}

#[test]
fn a_wait_survives_code_that_takes_the_park_token() {
    block_on(spawn_blocking_scope(|| {
        let mut first = true;
        synchronize(poll_fn(|context| {
            if !first {
                return Poll::Ready(());
            }
            first = false;
            context.waker().wake_by_ref();
            thread::park();
            Poll::Pending
        }));
    }));
}

#[test]
fn a_wait_for_a_timer_ends_with_the_runtime() {
    let (executor, runtime) = (executor(1), runtime());
    let (polled, is_polled) = oneshot::channel();
    runtime.spawn(executor.run(move || {
        synchronize(async {
            polled.send(()).unwrap();
            tokio::time::sleep(Duration::from_secs(86_400)).await;
        });
    }));
    runtime.block_on(async {
        is_polled.await.unwrap();
        until(|| free_permits(&executor) == 1).await;
    });
    drop(runtime);
    block_on(until(|| executor.metrics().idle == 1));
}
