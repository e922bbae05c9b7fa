//! An application whose user may not start as many threads as its requests want. It asks itself, and lowers its own limit.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt;
use std::sync::{Arc, Barrier};

use pyramidion::executor::{Executor, ExecutorConfig, ExecutorError, ExecutorMetrics};
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, in_time};
use rustix::process::{Resource, Rlimit, getrlimit, getuid, setrlimit};
use tokio::sync::watch;
use tokio::task::{JoinSet, yield_now};

const REQUESTS: usize = 64;

static FEW: ExecutorKey = ExecutorKey::new("few");
static NONE: ExecutorKey = ExecutorKey::new("none");

#[derive(Default)]
struct Gate {
    open: watch::Sender<bool>,
}

#[view(path = "/wait", executor = FEW)]
fn wait(gate: State<Gate>) -> &'static str {
    synchronize(async { gate.open.subscribe().wait_for(|open| *open).await.map(drop) }).unwrap();
    "waited"
}

#[view(path = "/none", executor = NONE)]
fn none() -> &'static str {
    "granted"
}

#[view(path = "/health")]
async fn health() -> &'static str {
    "healthy"
}

/// How many threads the user has, in all processes.
fn threads_of_the_user() -> u64 {
    let user = getuid().as_raw();
    let processes = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap());
    // Symbolic links lead to the program itself.
    let own = processes.filter(|entry| entry.metadata().is_ok_and(|process| process.is_dir() && process.uid() == user));
    let status = own.filter_map(|entry| fs::read_to_string(entry.path().join("status")).ok());
    status
        .filter_map(|text| text.lines().find_map(|line| line.strip_prefix("Threads:")?.trim().parse::<u64>().ok()))
        .sum()
}

/// From now on the user has so many threads at most; those that there are stay.
fn limit_threads(threads: u64) -> Rlimit {
    let before = getrlimit(Resource::Nproc);
    setrlimit(Resource::Nproc, Rlimit { current: Some(threads), ..before }).unwrap();
    before
}

fn get(address: SocketAddr, target: &'static str, requests: usize) -> JoinSet<http::Answer> {
    (0..requests).map(|_| async move { http::get(address, target).await }).collect()
}

async fn are_answered(requests: JoinSet<http::Answer>, body: &str) {
    let answers = in_time("all are answered", requests.join_all()).await;
    assert!(answers.iter().all(|answer| (answer.status, answer.body.as_str()) == (200, body)), "{answers:?}");
}

async fn is_healthy(address: SocketAddr) {
    for _ in 0..20 {
        assert_eq!(in_time("a coroutine view", http::get(address, "/health")).await.body, "healthy");
    }
}

/// The requests wait on the threads that there are, or for one of them.
async fn use_up(executor: &Executor) {
    let is_used_up = |metrics: &ExecutorMetrics| {
        metrics.waiting == metrics.threads && metrics.waiting + metrics.queued == REQUESTS && metrics.queued > 0
    };
    in_time("all threads wait, and the other requests for them", async {
        while !is_used_up(&executor.metrics()) {
            yield_now().await;
        }
    })
    .await;
}

/// An executor without any thread says so, as a value and to its clients.
async fn is_refused(address: SocketAddr) {
    let error = Executor::new(ExecutorConfig::default()).run(|| ()).await.unwrap_err();
    let ExecutorError::SpawnFailed(error) = error else { panic!("{error}") };
    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
    let answer = in_time("the refusal", http::get(address, "/none")).await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, "1"), "{answer:?}");
}

async fn run_at_once(executor: &Executor, jobs: usize) {
    let barrier = Arc::new(Barrier::new(jobs));
    let mut meeting = JoinSet::new();
    for _ in 0..jobs {
        let barrier = barrier.clone();
        meeting.spawn(executor.run(move || barrier.wait().is_leader()));
    }
    let leaders = in_time("a thread for each", meeting.join_all()).await;
    assert_eq!(leaders.into_iter().map(Result::unwrap).filter(|leads| *leads).count(), 1);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let few = ExecutorConfig::default().running_permits(REQUESTS);
    let application = Configurator::new()
        .add_executor(&FEW, few)
        .add_executor(&NONE, ExecutorConfig::default())
        .add_state(Gate::default());
    let gate = application.registry().get::<Gate>().unwrap();
    let server =
        TestServer::serve(application.add_view(wait {}).add_view(none {}).add_view(health {}).make_router()).await;
    let (address, executor) = (server.address(), FEW.executor().unwrap());
    executor.run(|| ()).await.expect("a first thread is granted");
    is_healthy(address).await;

    let unlimited = limit_threads(threads_of_the_user() + 4);
    let waiting = get(address, "/wait", REQUESTS);
    use_up(executor).await;
    println!("granted {}", executor.metrics().threads - 1);
    is_healthy(address).await;

    limit_threads(1);
    is_refused(address).await;
    is_healthy(address).await;

    gate.open.send_replace(true);
    are_answered(waiting, "waited").await;
    are_answered(get(address, "/wait", REQUESTS), "waited").await;

    setrlimit(Resource::Nproc, unlimited).unwrap();
    are_answered(get(address, "/none", 1), "granted").await;
    run_at_once(executor, 16).await;
    println!("recovered");
}
