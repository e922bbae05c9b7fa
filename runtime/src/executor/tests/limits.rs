//! Permits, threads, the queue's length and its time.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use super::{block_on, executor, occupy, poll_once, rounds, until};
use crate::executor::{Executor, ExecutorConfig, ExecutorError, synchronize};

fn is_saturated<T>(answer: &Result<T, ExecutorError>) -> bool {
    matches!(answer, Err(ExecutorError::Saturated { .. }))
}

#[test]
fn jobs_are_started_in_their_order() {
    const JOBS: usize = rounds(100, 10);
    block_on(async {
        let (executor, order) = (executor(1), Arc::new(Mutex::new(Vec::new())));
        let (release, _occupied) = occupy(&executor).await;
        let jobs: Vec<_> = (0..JOBS)
            .map(|number| {
                let order = order.clone();
                tokio::spawn(executor.run(move || order.lock().unwrap().push(number)))
            })
            .collect();
        until(|| executor.metrics().queued == JOBS).await;
        drop(release);
        for job in jobs {
            job.await.unwrap().unwrap();
        }
        assert!(order.lock().unwrap().is_sorted());
    });
}

#[test]
fn a_full_queue_refuses_and_a_place_in_it_is_free_at_once() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().running_permits(1).queue_length(1));
        let (release, occupied) = occupy(&executor).await;
        let mut queued = Box::pin(executor.run(|| 7));
        poll_once(&mut queued).await;
        assert!(is_saturated(&executor.run(|| ()).await));
        drop(queued);
        let mut queued = Box::pin(executor.run(|| 8));
        poll_once(&mut queued).await;
        drop(release);
        occupied.await.unwrap().unwrap();
        assert_eq!(queued.await.unwrap(), 8);
        assert_eq!(executor.metrics().rejected.saturated, 1);
    });
}

#[test]
fn without_a_queue_a_job_starts_at_once_or_never() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().running_permits(2).queue_length(0));
        let (first, _first) = occupy(&executor).await;
        let (_second, _second_job) = occupy(&executor).await;
        assert!(is_saturated(&executor.run(|| ()).await));
        drop(first);
        until(|| executor.metrics().running == 1).await;
        assert_eq!(executor.run(|| 7).await.unwrap(), 7);
    });
}

#[test]
fn a_job_that_is_queued_for_too_long_fails_without_a_timer_of_the_runtime() {
    let bare = tokio::runtime::Builder::new_current_thread().build().unwrap();
    bare.block_on(async {
        let config = ExecutorConfig::default().running_permits(1).queue_timeout(Duration::from_millis(5));
        let executor = Executor::new(config);
        let (_release, _occupied) = occupy(&executor).await;
        for late in 1..=2 {
            let error = executor.run(|| panic!("never runs")).await.unwrap_err();
            assert!(matches!(error, ExecutorError::QueueTimeout { .. }), "{error}");
            let metrics = executor.metrics();
            assert_eq!((metrics.queued, metrics.rejected.queue_timeout), (0, late));
        }
    });
}

#[test]
fn at_the_limit_of_threads_jobs_are_queued() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().maximum_threads(1));
        let (release, _occupied) = occupy(&executor).await;
        let mut queued = Box::pin(executor.run(|| 7));
        poll_once(&mut queued).await;
        assert_eq!((executor.metrics().queued, executor.metrics().threads), (1, 1));
        drop(release);
        assert_eq!(queued.await.unwrap(), 7);
        assert_eq!(executor.metrics().threads, 1);
    });
}

#[test]
fn at_the_limit_of_threads_nested_jobs_are_refused_at_once() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().maximum_threads(2));
        let inner = executor.clone();
        let third = move || synchronize(inner.clone().run(move || synchronize(inner.run(|| ()))));
        let answer = executor.run(third).await.unwrap().unwrap();
        assert!(is_saturated(&answer));
    });
}

#[test]
fn nested_jobs_pass_by_the_queue_also_through_another_executor() {
    block_on(async {
        let (here, there) = (executor(1), executor(1));
        let (release, released) = std::sync::mpsc::channel::<()>();
        let (inner, other, back) = (here.clone(), there.clone(), here.clone());
        let (asked, is_asked) = tokio::sync::oneshot::channel();
        // While this job waits, another one takes the only permit for good: the way back here must not queue behind it.
        let job = tokio::spawn(here.run(move || {
            synchronize(async move {
                asked.send(()).unwrap();
                until(|| inner.metrics().running == 1).await;
                other.run(move || synchronize(back.run(|| 7)).unwrap()).await.unwrap()
            })
        }));
        is_asked.await.unwrap();
        let hog = tokio::spawn(here.run(move || released.recv()));
        assert_eq!(job.await.unwrap().unwrap(), 7);
        drop(release);
        let _ = hog.await.unwrap().unwrap();
    });
}

#[test]
fn a_resume_never_queues_and_no_job_starts_until_it_is_made_up_for() {
    block_on(async {
        let executor = executor(1);
        let (event, happened) = tokio::sync::oneshot::channel::<()>();
        let (finish, finished) = std::sync::mpsc::channel::<()>();
        let resumed = tokio::spawn(executor.run(move || {
            synchronize(happened).unwrap();
            let _ = finished.recv();
        }));
        until(|| executor.metrics().waiting == 1).await;
        let (release, occupied) = occupy(&executor).await;
        event.send(()).unwrap();
        until(|| executor.metrics().running == 2).await;
        let mut queued = Box::pin(executor.run(|| 7));
        poll_once(&mut queued).await;
        drop(release);
        occupied.await.unwrap().unwrap();
        poll_once(&mut queued).await;
        assert_eq!(executor.metrics().queued, 1, "one still runs, and one is permitted");
        drop(finish);
        resumed.await.unwrap().unwrap();
        assert_eq!(queued.await.unwrap(), 7);
    });
}

#[test]
fn jobs_that_block_all_get_threads() {
    const JOBS: usize = rounds(64, 12);
    block_on(async {
        let executor = executor(JOBS);
        let barrier = Arc::new(std::sync::Barrier::new(JOBS));
        let jobs: Vec<_> = (0..JOBS)
            .map(|_| {
                let barrier = barrier.clone();
                tokio::spawn(executor.run(move || barrier.wait()))
            })
            .collect();
        for job in jobs {
            job.await.unwrap().unwrap();
        }
    });
}
