//! Requests that wait hold nobody up.

#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Condvar, Mutex};

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{PATIENCE, http, in_time};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::sync::watch;
use tokio::task::JoinSet;

const SYNC: usize = 200;
const ASYNC: usize = 1_000;

/// Where sleepers say that they have begun, and wait to be woken.
#[derive(Default)]
struct Bed {
    begun: watch::Sender<usize>,
    awake: watch::Sender<bool>,
    awake_on_threads: (Mutex<bool>, Condvar),
}

impl Bed {
    fn wake_all(&self) {
        self.awake.send_replace(true);
        *self.awake_on_threads.0.lock().unwrap() = true;
        self.awake_on_threads.1.notify_all();
    }
}

/// Blocks its thread, as a database driver would. (If that is the event loop, nobody can wake it.)
#[view(path = "/sync-sleep")]
fn sync_sleep(bed: State<Arc<Bed>>) -> &'static str {
    bed.begun.send_modify(|begun| *begun += 1);
    let (awake, changed) = &bed.awake_on_threads;
    let (awake, _) = changed.wait_timeout_while(awake.lock().unwrap(), PATIENCE, |awake| !*awake).unwrap();
    if *awake { "slept" } else { "was never woken" }
}

#[view(path = "/async-sleep")]
async fn async_sleep(bed: State<Arc<Bed>>) -> &'static str {
    bed.begun.send_modify(|begun| *begun += 1);
    bed.awake.subscribe().wait_for(|awake| *awake).await.unwrap();
    "slept"
}

#[view(path = "/")]
async fn home() -> &'static str {
    "awake"
}

#[view(path = "/sync")]
fn sync_home() -> &'static str {
    "awake"
}

#[tween]
fn sync_tween(request: Request, next: SyncNext) -> Response {
    next.call(request)
}

/// Nothing here is measured in time: the sleepers end after the home pages have answered, because only then they are woken.
async fn the_home_page_answers_while_others_sleep(configure: fn(Configurator) -> Configurator) {
    allow_open_files(2 * (SYNC + ASYNC) as u64 + 200);
    let bed = Arc::new(Bed::default());
    let state = Arc::clone(&bed);
    let server = TestServer::start(|config| configure(config.add_state(state).scan(package!()))).await;
    let address = server.address();

    let mut sleepers = JoinSet::new();
    for number in 0..SYNC + ASYNC {
        let target = if number < SYNC { "/sync-sleep" } else { "/async-sleep" };
        sleepers.spawn(http::get(address, target));
    }
    let mut begun = bed.begun.subscribe();
    in_time("all sleepers begin", begun.wait_for(|begun| *begun == SYNC + ASYNC)).await.unwrap();

    for target in ["/", "/sync"].repeat(20) {
        assert_eq!(http::get(address, target).await.body, "awake");
    }
    assert!(sleepers.try_join_next().is_none(), "a sleeper was over before it was woken");

    bed.wake_all();
    let answers = in_time("all sleepers answer", sleepers.join_all()).await;
    assert!(answers.iter().all(|answer| (answer.status, answer.body.as_str()) == (200, "slept")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_runtime_of_two_threads() {
    the_home_page_answers_while_others_sleep(|config| config).await;
}

#[tokio::test]
async fn on_a_runtime_of_one_thread() {
    the_home_page_answers_while_others_sleep(|config| config).await;
}

/// Each request through the tween holds a thread, and gives up its permit to run while it waits.
#[tokio::test]
async fn through_a_tween_that_waits_on_a_thread() {
    the_home_page_answers_while_others_sleep(|config| config.add_tween(sync_tween {})).await;
}

/// This process is both ends of its connections: more files than systems usually allow.
fn allow_open_files(wanted: u64) {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_some_and(|current| current < wanted) {
        let raised = Rlimit { current: Some(maximum.map_or(wanted, |maximum| maximum.min(wanted))), maximum };
        setrlimit(Resource::Nofile, raised).unwrap();
    }
}
