//! The memory of jobs that wait.

use std::future::pending;
use std::process::Command;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::bridge::{Bridge, Pyramidion, Tokio};
use super::contest::{Contest, Measure, Peer};
use super::house::{number, runtime};
use super::report::Unit;
use crate::Outcome;

const JOBS: u32 = 1_000;
/// More blocking threads than there are jobs.
const BLOCKING_THREADS: usize = 2_000;

pub(super) fn contests() -> Vec<Contest> {
    let peer = Peer {
        name: "`spawn_blocking` and `Handle::block_on`",
        limit: None,
        goal: None,
        measure: in_a_process_of_its_own("tokio"),
    };
    vec![Contest {
        what: "memory of a job that waits, of 1,000".to_owned(),
        unit: Unit::Kibibytes,
        ours: in_a_process_of_its_own("pyramidion"),
        peers: vec![peer],
    }]
}

/// Memory that one measurement frees is not all given back, and so would be missing in the next one's growth.
fn in_a_process_of_its_own(side: &'static str) -> Measure {
    Box::new(move || {
        let output = Command::new(std::env::current_exe()?).args(["executor-memory", side]).output()?;
        if !output.status.success() {
            return Err(format!("no memory was measured: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(String::from_utf8(output.stdout)?.trim().parse()?)
    })
}

/// The KiB of one waiting job.
pub(crate) fn measure(side: &str) -> Outcome<f64> {
    match side {
        "pyramidion" => grow::<Pyramidion>(),
        "tokio" => grow::<Tokio>(),
        unknown => Err(format!("there is no side `{unknown}`").into()),
    }
}

fn grow<B: Bridge>() -> Outcome<f64> {
    let runtime = runtime(Some(BLOCKING_THREADS))?;
    let grown = runtime.block_on(async {
        let bridge = B::new();
        // What is made once, for the first job.
        bridge.run(|| B::wait(tokio::task::yield_now())).await;
        let before = resident()?;
        let waiting = Arc::new(Semaphore::new(0));
        let mut jobs = JoinSet::new();
        for _ in 0..JOBS {
            let (bridge, waiting) = (bridge.clone(), Arc::clone(&waiting));
            jobs.spawn(async move { bridge.run(move || B::wait(wait(waiting))).await });
        }
        let all = waiting.acquire_many(JOBS).await?;
        let after = resident()?;
        drop(all);
        Ok(after.saturating_sub(before) as f64 / f64::from(JOBS))
    });
    // The jobs wait for ever.
    runtime.shutdown_background();
    grown
}

async fn wait(waiting: Arc<Semaphore>) {
    waiting.add_permits(1);
    pending::<()>().await;
}

/// KiB. `/proc/self/statm` would be off by what the kernel has counted for single threads only.
fn resident() -> Outcome<usize> {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup")?;
    number(&rollup, "Rss:").ok_or_else(|| "/proc/self/smaps_rollup does not tell the resident memory".into())
}
