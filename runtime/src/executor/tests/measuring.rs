//! What the numbers say.

use super::{block_on, executor, occupy, until, wait_for_ever};
use crate::executor::{DEFAULT, Executor, ExecutorConfig};

#[test]
fn every_state_is_counted_and_ends_at_zero() {
    block_on(async {
        let executor = executor(1);
        let waiting = wait_for_ever(&executor).await;
        let (release, occupied) = occupy(&executor).await;
        let queued = tokio::spawn(executor.run(|| ()));
        until(|| executor.metrics().queued == 1).await;
        let metrics = executor.metrics();
        assert_eq!((metrics.running, metrics.waiting, metrics.threads, metrics.idle), (1, 1, 2, 0));

        drop((waiting, release));
        occupied.await.unwrap().unwrap();
        queued.await.unwrap().unwrap();
        until(|| executor.metrics().idle == 2).await;
        executor.run(|| panic!("counted")).await.unwrap_err();
        let metrics = executor.metrics();
        assert_eq!((metrics.queued, metrics.running, metrics.waiting, metrics.threads), (0, 0, 0, 2));
        assert_eq!((metrics.completed, metrics.panicked, metrics.interrupted, metrics.orphaned), (2, 1, 1, 0));
        assert_eq!((metrics.queue_time.count(), metrics.run_time.count()), (4, 4));
        assert_eq!(metrics.rejected.total(), 0);
        assert!(metrics.longest_running.is_none());
    });
}

#[test]
fn the_longest_running_job_is_named() {
    block_on(async {
        let executor = executor(2);
        let (_release, _occupied) = occupy(&executor).await;
        let _later = wait_for_ever(&executor).await;
        let longest = executor.metrics().longest_running.unwrap();
        assert_eq!(longest.name.as_str(), "occupied");
    });
}

#[test]
fn a_job_without_a_name_has_that_of_its_type() {
    block_on(async {
        let executor = executor(1);
        let mut job = Box::pin(executor.run(rebuild_index));
        super::poll_once(&mut job).await;
        until(|| executor.metrics().waiting == 1).await;
        let longest = executor.metrics().longest_running.unwrap();
        assert!(longest.name.as_str().ends_with("::rebuild_index"), "{}", longest.name);
    });
}

fn rebuild_index() {
    crate::executor::synchronize(std::future::pending())
}

#[test]
fn executors_have_names() {
    assert_eq!(Executor::default_executor().name(), DEFAULT.name());
    assert_eq!(Executor::new(ExecutorConfig::default().thread_name("reports")).name(), "reports");
}
