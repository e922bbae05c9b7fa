//! The shapes in which others lock up.

use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, spawn_blocking};

use super::{block_on, executor, free_permits, rounds, until};
use crate::executor::{Executor, ExecutorConfig, ExecutorError, synchronize};

/// Jobs that hold all the threads there are, each waiting for blocking work of the runtime, as `tokio::fs` is: were it the same
/// threads, none would be left for the work.
#[test]
fn all_threads_wait_for_the_runtimes_own_blocking_threads() {
    const JOBS: usize = 16;
    let runtime = Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let executor = Executor::new(ExecutorConfig::default().running_permits(JOBS).maximum_threads(JOBS));
        let all_run = Arc::new(Barrier::new(JOBS));
        let mut jobs = JoinSet::new();
        for number in 0..JOBS {
            let all_run = all_run.clone();
            jobs.spawn(executor.run(move || {
                all_run.wait();
                synchronize(spawn_blocking(move || number)).unwrap()
            }));
        }
        let numbers: Vec<usize> = jobs.join_all().await.into_iter().map(Result::unwrap).collect();
        assert_eq!(numbers.iter().sum::<usize>(), JOBS * (JOBS - 1) / 2);
    });
}

/// The other way round: blocking work of the runtime, at its cap, waits for the executor.
#[test]
fn the_runtimes_own_blocking_threads_wait_for_jobs() {
    let runtime = Builder::new_multi_thread().worker_threads(1).max_blocking_threads(1).build().unwrap();
    let handle = runtime.handle().clone();
    let executor = executor(1);
    let work =
        move || handle.block_on(executor.run(|| synchronize(async { tokio::spawn(async { 7 }).await.unwrap() })));
    assert_eq!(runtime.block_on(async { spawn_blocking(work).await.unwrap().unwrap() }), 7);
}

/// Requests hold one of few connections from one job to the next. Those that wait for a connection must not keep out the cleanup
/// that gives one back.
#[test]
fn a_cleanup_is_not_kept_out_by_those_that_wait_for_it() {
    block_on(async {
        let (executor, connections) = (executor(1), Arc::new(Semaphore::new(2)));
        let mut requests = JoinSet::new();
        for _ in 0..rounds(64, 6) {
            let (executor, connections) = (executor.clone(), connections.clone());
            requests.spawn(async move {
                let connection = executor.run(move || synchronize(connections.acquire_owned()).unwrap()).await.unwrap();
                executor.run(|| synchronize(tokio::task::yield_now())).await.unwrap();
                executor.run(move || drop(connection)).await.unwrap();
            });
        }
        requests.join_all().await;
        assert_eq!((connections.available_permits(), free_permits(&executor)), (2, 1));
    });
}

/// At the limit of threads nothing can be started for the cleanup. That is an error in the end, and then all goes on.
#[test]
fn at_the_limit_of_threads_the_time_of_the_queue_ends_the_knot() {
    block_on(async {
        let config = ExecutorConfig::default().maximum_threads(2).queue_timeout(Duration::from_millis(5));
        let (executor, gate) = (Executor::new(config), Arc::new(Semaphore::new(0)));
        let mut waiting = JoinSet::new();
        for _ in 0..2 {
            let gate = gate.clone();
            waiting.spawn(executor.run(move || synchronize(gate.acquire()).map(drop).unwrap()));
        }
        until(|| executor.metrics().waiting == 2).await;
        let opens = gate.clone();
        let cleanup = executor.run(move || opens.add_permits(2)).await;
        assert!(matches!(cleanup, Err(ExecutorError::QueueTimeout { .. })), "{cleanup:?}");
        gate.add_permits(2);
        waiting.join_all().await.into_iter().for_each(Result::unwrap);
        executor.run(|| ()).await.unwrap();
    });
}

fn descend(executor: &Executor, depth: usize) -> usize {
    if depth == 0 {
        return 0;
    }
    let below = executor.clone();
    1 + synchronize(executor.run(move || descend(&below, depth - 1))).unwrap()
}

#[test]
fn one_permit_is_enough_for_every_depth() {
    block_on(async {
        let executor = executor(1);
        for depth in 1..=rounds(64, 5) {
            let job = {
                let executor = executor.clone();
                move || descend(&executor, depth)
            };
            assert_eq!(executor.run(job).await.unwrap(), depth);
        }
        assert_eq!(free_permits(&executor), 1);
        assert!(executor.metrics().threads <= 65, "threads are used again");
    });
}

#[test]
fn a_thousand_jobs_descend_beside_each_other_with_one_permit() {
    const QUARTER: usize = rounds(250, 4);
    block_on(async {
        let executor = executor(1);
        let mut jobs = JoinSet::new();
        for number in 0..4 * QUARTER {
            let own = executor.clone();
            jobs.spawn(executor.run(move || descend(&own, number % 4)));
        }
        let depths: Vec<usize> = jobs.join_all().await.into_iter().map(Result::unwrap).collect();
        assert_eq!(depths.iter().sum::<usize>(), QUARTER * (1 + 2 + 3));
    });
}

/// A thousand jobs and one lock, which each holds while it waits. The holder resumes although all permits are taken by those that
/// block on the lock.
#[test]
fn a_thousand_jobs_hold_one_lock_across_their_waits() {
    const JOBS: usize = rounds(1_000, 16);
    block_on(async {
        let (executor, lock) = (executor(4), Arc::new(Mutex::new(0)));
        let mut jobs = JoinSet::new();
        for _ in 0..JOBS {
            let lock = lock.clone();
            jobs.spawn(executor.run(move || {
                let mut held = lock.lock().unwrap();
                let before = *held;
                synchronize(tokio::task::yield_now());
                *held = before + 1;
            }));
        }
        jobs.join_all().await.into_iter().for_each(Result::unwrap);
        assert_eq!((*lock.lock().unwrap(), free_permits(&executor)), (JOBS, 4));
    });
}
