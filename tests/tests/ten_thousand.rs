//! Ten thousand requests that wait at once.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use pyramidion::executor::ExecutorConfig;
use pyramidion::prelude::*;
use pyramidion::testing::{TestApp, TestServer};
use pyramidion_tests::{http, in_time};
use tokio::sync::watch;
use tokio::task::JoinSet;

const REQUESTS: usize = 10_000;

static FEW: ExecutorKey = ExecutorKey::new("few");
static MANY: ExecutorKey = ExecutorKey::new("many");

#[derive(Default)]
struct Gate {
    reached: watch::Sender<usize>,
    open: watch::Sender<bool>,
}

impl Gate {
    async fn pass(&self) -> &'static str {
        self.reached.send_modify(|reached| *reached += 1);
        self.open.subscribe().wait_for(|open| *open).await.unwrap();
        "passed"
    }
}

#[view(path = "/few", executor = FEW)]
fn few(request: SyncRequest<'_>, gate: State<Gate>) -> &'static str {
    request.wait(gate.pass())
}

#[view(path = "/many", executor = MANY)]
fn many(gate: State<Gate>) -> &'static str {
    synchronize(gate.pass())
}

#[view(path = "/health")]
async fn health() -> &'static str {
    "healthy"
}

/// The requests wait, on `threads` at most; a coroutine view answers over a socket all the same.
async fn ten_thousand(
    key: &'static ExecutorKey,
    view: impl FnOnce(Configurator) -> Configurator,
    target: &'static str,
    threads: usize,
) {
    let config = ExecutorConfig::default().running_permits(64).maximum_threads(threads).stack_size(256 << 10);
    let application = Configurator::new().add_executor(key, config).add_state(Gate::default());
    let registry = application.registry().clone();
    let router = view(application).add_view(health {}).make_router();
    let server = TestServer::serve(router.clone()).await;
    let app = Arc::new(TestApp::from_router(router));

    let mut requests = JoinSet::new();
    for _ in 0..REQUESTS {
        let app = app.clone();
        requests.spawn(async move { app.get(target).await.text().to_owned() });
    }
    let gate = registry.get::<Gate>().unwrap();
    let mut reached = gate.reached.subscribe();
    in_time("as many wait as can", reached.wait_for(|reached| *reached == threads)).await.unwrap();
    let executor = key.executor().unwrap();
    in_time("the others are queued", async {
        while executor.metrics().queued < REQUESTS - threads {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(executor.metrics().threads, threads);
    for _ in 0..20 {
        assert_eq!(http::get(server.address(), "/health").await.body, "healthy");
    }
    assert!(requests.try_join_next().is_none(), "one was over before the gate was opened");

    gate.open.send_replace(true);
    let answers = in_time("all are answered", requests.join_all()).await;
    assert!(answers.iter().all(|answer| answer == "passed"));
    assert!(executor.metrics().threads <= threads);
    assert_eq!((executor.metrics().queued, executor.metrics().waiting), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_thousand_threads() {
    ten_thousand(&FEW, |config| config.add_view(few {}), "/few", 1_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_as_many_threads() {
    ten_thousand(&MANY, |config| config.add_view(many {}), "/many", REQUESTS).await;
}
