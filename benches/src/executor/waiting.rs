//! Very many jobs that wait at the same time.

use std::time::Duration;

use super::bridge::{Bridge, Pyramidion, Tokio};
use super::contest::{Contest, Measure, Peer};
use super::house::{crowd, visit};
use super::report::Unit;

const JOBS: usize = 10_000;
const WAIT: Duration = Duration::from_millis(100);
/// More blocking threads than there are jobs.
const RAISED: usize = 20_000;

pub(super) fn contests() -> Vec<Contest> {
    let contest = |title: &str, batches| Contest {
        what: format!("10,000 jobs that wait 100 ms, {title}"),
        unit: Unit::Milliseconds,
        ours: measure::<Pyramidion>(None, batches),
        peers: vec![
            Peer {
                name: "`spawn_blocking` and `Handle::block_on`",
                limit: Some(0.25),
                goal: Some(0.167),
                measure: measure::<Tokio>(None, batches),
            },
            Peer {
                name: "the same, `max_blocking_threads(20_000)`",
                limit: Some(1.0),
                goal: None,
                measure: measure::<Tokio>(Some(RAISED), batches),
            },
        ],
    };
    vec![contest("on new threads", 1), contest("again, on the threads that are there", 2)]
}

/// The milliseconds of the last of so many batches.
fn measure<B: Bridge>(blocking_threads: Option<usize>, batches: usize) -> Measure {
    Box::new(move || {
        visit(blocking_threads, async || {
            let bridge = B::new();
            let mut time = Duration::ZERO;
            for _ in 0..batches {
                time = crowd(&bridge, JOBS, 1, wait::<B>).await;
            }
            time.as_secs_f64() * 1e3
        })
    })
}

fn wait<B: Bridge>() {
    B::wait(async { tokio::time::sleep(WAIT).await });
}
