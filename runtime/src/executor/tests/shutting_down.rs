//! The end of an executor with work in every state.

use std::time::Duration;

use tokio::sync::oneshot;

use super::{block_on, executor, occupy, poll_once, until, wait_for_ever};
use crate::executor::{Executor, ExecutorError, ShutdownReport, is_cancelled, synchronize};

const LONG: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_millis(5);

fn is_shut_down<T>(answer: &Result<T, ExecutorError>) -> bool {
    matches!(answer, Err(ExecutorError::ShutDown { .. }))
}

#[test]
fn a_quiet_executor_ends_at_once() {
    block_on(async {
        let executor = executor(1);
        executor.run(|| ()).await.unwrap();
        assert!(executor.shutdown(LONG).await.is_clean());
        assert!(is_shut_down(&executor.run(|| ()).await));
        until(|| executor.metrics().threads == 0).await;
        assert!(executor.shutdown(LONG).await.is_clean(), "twice is fine");
    });
}

#[test]
fn queued_jobs_fail_at_once_and_running_ones_come_to_their_end() {
    block_on(async {
        let executor = executor(1);
        let (release, occupied) = occupy(&executor).await;
        let queued = tokio::spawn(executor.run(|| panic!("never runs")));
        until(|| executor.metrics().queued == 1).await;
        let mut shutdown = Box::pin(executor.shutdown(LONG));
        poll_once(&mut shutdown).await;
        assert!(is_shut_down(&queued.await.unwrap()));
        drop(release);
        occupied.await.unwrap().unwrap();
        assert!(shutdown.await.is_clean());
        assert_eq!(executor.metrics().rejected.shut_down, 1);
    });
}

#[test]
fn what_a_started_job_waits_for_still_runs() {
    block_on(async {
        let executor = executor(1);
        let (event, happened) = oneshot::channel::<()>();
        let inner = executor.clone();
        let waiting = tokio::spawn(executor.run(move || {
            synchronize(async {
                happened.await.unwrap();
                inner.run(|| 7).await.unwrap()
            })
        }));
        until(|| executor.metrics().waiting == 1).await;
        let mut shutdown = Box::pin(executor.shutdown(LONG));
        poll_once(&mut shutdown).await;
        event.send(()).unwrap();
        assert_eq!(waiting.await.unwrap().unwrap(), 7);
        assert!(shutdown.await.is_clean());
    });
}

#[test]
fn at_the_deadline_every_caller_has_its_answer_and_the_report_names_the_jobs() {
    block_on(async {
        let executor = executor(2);
        let (release, occupied) = occupy(&executor).await;
        let waiting = wait_for_ever(&executor).await;
        let report = executor.shutdown(SHORT).await;
        let expected =
            ShutdownReport { interrupted: vec!["waits for ever".into()], left_running: vec!["occupied".into()] };
        assert_eq!(report, expected);
        assert_eq!(
            report.to_string(),
            "1 waiting jobs were interrupted: `waits for ever`; 1 jobs still run: `occupied`"
        );
        assert!(is_shut_down(&waiting.await));
        assert!(is_shut_down(&occupied.await.unwrap()));
        until(|| executor.metrics().interrupted == 1).await;
        drop(release);
        until(|| executor.metrics().threads == 0).await;
        assert_eq!(executor.metrics().orphaned, 1);
    });
}

#[test]
fn a_job_that_is_left_running_can_ask() {
    block_on(async {
        let executor = executor(1);
        let running = tokio::spawn(executor.run(|| {
            while !is_cancelled() {
                std::thread::yield_now();
            }
        }));
        until(|| executor.metrics().running == 1).await;
        let report = executor.shutdown(Duration::ZERO).await;
        assert_eq!(report.left_running.len(), 1);
        assert!(is_shut_down(&running.await.unwrap()));
        until(|| executor.metrics().threads == 0).await;
    });
}

#[test]
fn the_shorter_of_two_deadlines_counts() {
    block_on(async {
        let executor: Executor = executor(1);
        let _waiting = wait_for_ever(&executor).await;
        let mut long = Box::pin(executor.shutdown(LONG));
        poll_once(&mut long).await;
        let short = executor.shutdown(SHORT).await;
        assert_eq!(short.interrupted.len(), 1);
        assert_eq!(long.await, short);
    });
}
