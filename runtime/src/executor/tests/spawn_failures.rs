//! An operating system that grants no threads.

use std::sync::atomic::Ordering;

use super::{block_on, executor, occupy, poll_once, until};
use crate::executor::{Executor, ExecutorError, synchronize};

fn refuse_threads(executor: &Executor, refuse: bool) {
    executor.pool().refuses_threads.store(refuse, Ordering::SeqCst);
}

#[test]
fn without_any_thread_jobs_fail() {
    block_on(async {
        let executor = executor(2);
        refuse_threads(&executor, true);
        for failed in 1..=2 {
            let error = executor.run(|| panic!("must not run")).await.unwrap_err();
            assert!(matches!(error, ExecutorError::SpawnFailed(_)), "{error}");
            assert_eq!(executor.metrics().rejected.spawn_failed, failed);
        }
        refuse_threads(&executor, false);
        assert_eq!(executor.run(|| 7).await.unwrap(), 7, "it is tried again");
        let metrics = executor.metrics();
        assert_eq!((metrics.queued, metrics.running, metrics.threads), (0, 0, 1));
    });
}

#[test]
fn jobs_wait_for_the_threads_that_there_are() {
    block_on(async {
        let executor = executor(4);
        let (release, occupied) = occupy(&executor).await;
        refuse_threads(&executor, true);
        let jobs: Vec<_> = (0..3).map(|number| tokio::spawn(executor.run(move || number))).collect();
        until(|| executor.metrics().queued == 3).await;
        drop(release);
        occupied.await.unwrap().unwrap();
        for (number, job) in jobs.into_iter().enumerate() {
            assert_eq!(job.await.unwrap().unwrap(), number);
        }
        assert_eq!(executor.metrics().threads, 1);
    });
}

#[test]
fn a_nested_job_fails_instead_of_waiting_for_its_own_caller() {
    block_on(async {
        let executor = executor(4);
        let inner = executor.clone();
        let job = move || {
            refuse_threads(&inner, true);
            synchronize(inner.run(|| ()))
        };
        let error = executor.run(job).await.unwrap().unwrap_err();
        assert!(matches!(error, ExecutorError::SpawnFailed(_)), "{error}");
        assert_eq!(executor.metrics().queued, 0);
    });
}

#[test]
fn a_queued_job_can_be_withdrawn_after_a_failure() {
    block_on(async {
        let executor = executor(4);
        let (release, occupied) = occupy(&executor).await;
        refuse_threads(&executor, true);
        let mut queued = Box::pin(executor.run(|| panic!("must not run")));
        poll_once(&mut queued).await;
        drop(queued);
        assert_eq!(executor.metrics().queued, 0);
        drop(release);
        occupied.await.unwrap().unwrap();
        assert_eq!(executor.run(|| 7).await.unwrap(), 7);
    });
}
