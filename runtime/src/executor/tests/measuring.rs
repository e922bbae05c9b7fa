//! What the numbers say.

use std::collections::BTreeMap;

use metrics_util::CompositeKey;
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};

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
    crate::executor::synchronize(std::future::pending::<()>());
}

#[test]
fn executors_have_names() {
    assert_eq!(Executor::default_executor().name(), DEFAULT.name());
    assert_eq!(Executor::new(ExecutorConfig::default().thread_name("reports")).name(), "reports");
}

/// What a recorder holds of one executor: `name` or `name{label}`, and the number, or how many of a histogram.
fn recorded(snapshotter: &Snapshotter) -> BTreeMap<String, f64> {
    let entry = |(key, _, _, value): (CompositeKey, _, _, DebugValue)| {
        let labels = key.key().labels().filter(|label| label.key() != "executor").map(|label| label.value().to_owned());
        let name = labels.fold(key.key().name().replace("pyramidion_executor_", ""), |name, label| name + "." + &label);
        assert!(key.key().labels().any(|label| (label.key(), label.value()) == ("executor", "recorded")));
        let number = match value {
            DebugValue::Counter(count) => count as f64,
            DebugValue::Gauge(value) => value.into_inner(),
            DebugValue::Histogram(values) => values.len() as f64,
        };
        (name, number)
    };
    snapshotter.snapshot().into_vec().into_iter().map(entry).collect()
}

#[test]
fn the_recorder_of_the_process_is_told() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    metrics::with_local_recorder(&recorder, || {
        block_on(async {
            let config = ExecutorConfig::default().running_permits(1).queue_length(1).thread_name("recorded");
            let executor = Executor::new(config);
            let waiting = wait_for_ever(&executor).await;
            let (release, occupied) = occupy(&executor).await;
            let mut queued = Box::pin(executor.run(|| ()));
            super::poll_once(&mut queued).await;
            executor.run(|| ()).await.unwrap_err();
            // The gauges are told after the state has changed.
            until(|| {
                let told = recorded(&snapshotter);
                ["queued", "running", "waiting", "threads"].map(|name| told[name]) == [1.0, 1.0, 1.0, 2.0]
            })
            .await;

            drop((waiting, queued, release));
            occupied.await.unwrap().unwrap();
            let told = || ["queued", "running", "waiting"].map(|name| recorded(&snapshotter)[name]);
            until(|| told() == [0.0, 0.0, 0.0]).await;
        });
    });
}

#[test]
fn the_recorder_counts_ends_and_refusals() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    metrics::with_local_recorder(&recorder, || {
        block_on(async {
            let executor = Executor::new(ExecutorConfig::default().thread_name("recorded"));
            executor.run(|| ()).await.unwrap();
            executor.run(|| panic!("told")).await.unwrap_err();
            executor.shutdown(std::time::Duration::ZERO).await;
            executor.run(|| ()).await.unwrap_err();
            until(|| executor.metrics().threads == 0).await;
        });
    });
    let told = recorded(&snapshotter);
    for (name, number) in [
        ("jobs_total.completed", 1.0),
        ("jobs_total.panicked", 1.0),
        ("rejected_total.shut_down", 1.0),
        ("queue_seconds", 2.0),
        ("run_seconds", 2.0),
    ] {
        assert_eq!(told[name], number, "{name}: {told:?}");
    }
}
