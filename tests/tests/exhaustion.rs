//! An operating system that grants no more threads. Alone in its process, whose limits it lowers.

#![allow(clippy::unwrap_used)]

use pyramidion::executor::{Executor, ExecutorConfig, synchronize};
use pyramidion_tests::in_time;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

const STACK: usize = 1 << 30;

/// Room for the stacks of a few threads. The limit of threads itself, which does not hold for root, is in `few_threads.rs`.
fn leave_room_for_stacks(stacks: u64) -> Rlimit {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let used = status.lines().find_map(|line| line.strip_prefix("VmSize:")?.trim().strip_suffix(" kB"));
    let used: u64 = used.unwrap().parse().unwrap();
    let before = getrlimit(Resource::As);
    // In the middle between two stacks: heaps and arenas of threads need some room, too.
    let current = (used << 10) + stacks * STACK as u64 + STACK as u64 / 2;
    setrlimit(Resource::As, Rlimit { current: Some(current), ..before }).unwrap();
    before
}

#[tokio::test]
async fn jobs_run_on_the_threads_that_are_granted_and_further_ones_start_when_they_can() {
    let executor = Executor::new(ExecutorConfig::default().running_permits(64).stack_size(STACK));
    executor.run(|| ()).await.expect("a first thread is granted");
    let before = leave_room_for_stacks(4);

    let gate = std::sync::Arc::new(Semaphore::new(0));
    let mut jobs = JoinSet::new();
    for number in 0..64 {
        let gate = gate.clone();
        jobs.spawn(executor.run(move || {
            synchronize(gate.acquire()).unwrap().forget();
            number
        }));
    }
    in_time("jobs wait on all threads that there are", async {
        while executor.metrics().waiting + executor.metrics().queued < 64 || executor.metrics().waiting < 2 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert!(executor.metrics().threads < 64, "{:?}", executor.metrics());

    gate.add_permits(64);
    let numbers = in_time("all jobs", jobs.join_all()).await.into_iter().map(Result::unwrap);
    assert_eq!(numbers.sum::<u32>(), (0..64).sum::<u32>());

    setrlimit(Resource::As, before).unwrap();
    let barrier = std::sync::Arc::new(std::sync::Barrier::new(16));
    let mut jobs = JoinSet::new();
    for _ in 0..16 {
        let barrier = barrier.clone();
        jobs.spawn(executor.run(move || barrier.wait().is_leader()));
    }
    let leaders = in_time("sixteen threads at once", jobs.join_all()).await.into_iter().map(Result::unwrap);
    assert_eq!(leaders.filter(|leads| *leads).count(), 1);
}
