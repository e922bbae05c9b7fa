//! Where each measurement takes place: a runtime of its own, which leaves no thread behind for the next one.

use std::future::Future;
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use super::bridge::Bridge;
use crate::Outcome;

/// How long threads may take to end that have nothing to do any more.
const PATIENCE: Duration = Duration::from_secs(30);

/// A multi-thread runtime, and how many blocking threads it may have if that is not tokio's default.
pub(super) fn runtime(blocking_threads: Option<usize>) -> Outcome<Runtime> {
    let mut builder = Builder::new_multi_thread();
    if let Some(threads) = blocking_threads {
        builder.max_blocking_threads(threads);
    }
    Ok(builder.enable_all().build()?)
}

/// What `measure` gives in a new runtime, once all its threads are gone.
pub(super) fn visit<F, T>(blocking_threads: Option<usize>, measure: impl FnOnce() -> F) -> Outcome<T>
where
    F: Future<Output = T>,
{
    let before = threads()?;
    let runtime = runtime(blocking_threads)?;
    let measured = runtime.block_on(measure());
    drop(runtime);
    let started = Instant::now();
    while threads()? > before {
        if started.elapsed() > PATIENCE {
            return Err(format!("{} threads did not end within {PATIENCE:?}", threads()? - before).into());
        }
        thread::sleep(Duration::from_millis(1));
    }
    Ok(measured)
}

/// The time in which `tasks` tasks run `jobs` jobs each, one after the other.
pub(super) async fn crowd<B: Bridge>(bridge: &B, tasks: usize, jobs: usize, job: fn()) -> Duration {
    let started = Instant::now();
    let mut crowd = JoinSet::new();
    for _ in 0..tasks {
        let bridge = bridge.clone();
        crowd.spawn(async move {
            for _ in 0..jobs {
                bridge.run(job).await;
            }
        });
    }
    crowd.join_all().await;
    started.elapsed()
}

fn threads() -> Outcome<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    number(&status, "Threads:").ok_or_else(|| "/proc/self/status does not tell the number of threads".into())
}

/// The number behind `name` in a file of `/proc`.
pub(super) fn number(file: &str, name: &str) -> Option<usize> {
    file.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_and_without_a_unit() {
        let file = "Name:\tbench\nThreads:\t17\nRss:     1234 kB\n";
        assert_eq!(number(file, "Threads:"), Some(17));
        assert_eq!(number(file, "Rss:"), Some(1234));
        assert_eq!(number(file, "Name:"), None);
    }
}
