//! Everything at once, from the threads of a real runtime.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::task::{JoinSet, yield_now};

use super::{block_on, rounds, until};
use crate::executor::{Executor, ExecutorConfig, ExecutorError, is_cancelled, synchronize};

/// Polls `future` until it is ready, but at most so many times.
async fn poll_at_most<F: Future>(times: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    for _ in 0..times {
        let polled = poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await;
        if let Poll::Ready(output) = polled {
            return Some(output);
        }
        yield_now().await;
    }
    None
}

fn job(executor: &Executor, kind: usize) -> usize {
    match kind {
        0 => kind,
        1 => synchronize(async { tokio::spawn(async { 1 }).await.unwrap() }),
        2 => synchronize(executor.run(|| 2)).unwrap_or(2),
        3 => std::panic::resume_unwind(Box::new("on purpose")),
        4 => synchronize(std::future::pending()),
        _ => {
            while !is_cancelled() {
                std::thread::yield_now();
            }
            kind
        }
    }
}

async fn one(executor: Executor, number: usize) {
    let kind = number % 6;
    let own = executor.clone();
    let answer = executor.run(move || job(&own, kind));
    // Those that end only when they are cancelled are always left; the others at any time.
    let patience = if kind >= 4 || number.is_multiple_of(5) { number % 7 } else { usize::MAX };
    match poll_at_most(patience, answer).await {
        None | Some(Err(ExecutorError::Saturated { .. })) => (),
        Some(Err(ExecutorError::Panicked(_))) => assert_eq!(kind, 3),
        Some(answer) => assert_eq!(answer.unwrap(), kind),
    }
}

fn storm(config: ExecutorConfig, jobs: usize) {
    let executor = Executor::new(config);
    let runtime = Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for number in 0..jobs {
            tasks.spawn(one(executor.clone(), number));
        }
        tasks.join_all().await;
        until(|| executor.metrics().idle == executor.metrics().threads).await;
        let metrics = executor.metrics();
        assert_eq!((metrics.queued, metrics.running, metrics.waiting), (0, 0, 0));
        assert_eq!(executor.run(|| 7).await.unwrap(), 7);
    });
}

#[test]
fn of_jobs_of_all_kinds_nothing_is_left() {
    storm(ExecutorConfig::default().running_permits(8), rounds(2_000, 24));
}

#[test]
fn at_all_limits_and_with_threads_that_come_and_go() {
    let config = ExecutorConfig::default().running_permits(2).maximum_threads(4).queue_length(64);
    storm(config.idle_time(Duration::ZERO), rounds(2_000, 24));
}

#[test]
fn a_shutdown_in_the_middle_of_it_answers_everybody() {
    let executor = Executor::new(ExecutorConfig::default().running_permits(4));
    let runtime = Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut callers = JoinSet::new();
        for number in 0..rounds(1_000, 24) {
            let own = executor.clone();
            // Without the kind that panics: here every error is the shutdown's.
            callers.spawn(executor.run(move || job(&own, [0, 1, 2, 4][number % 4])));
        }
        until(|| executor.metrics().waiting > 0).await;
        executor.shutdown(Duration::from_millis(20)).await;
        for answer in callers.join_all().await {
            assert!(matches!(answer, Ok(0..=2) | Err(ExecutorError::ShutDown { .. })), "{answer:?}");
        }
    });
    block_on(until(|| executor.metrics().threads == executor.metrics().idle));
    assert_eq!((executor.metrics().running, executor.metrics().waiting), (0, 0));
}
