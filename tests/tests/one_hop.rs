//! How many threads a request visits: sync code directly over sync code stays on its thread.

#![allow(clippy::unwrap_used)]

use std::sync::Mutex;
use std::thread::{self, ThreadId};
use std::time::Duration;

use pyramidion::axum::response::Response;
use pyramidion::executor::{Executor, ExecutorConfig, ExecutorKey};
use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use pyramidion::tween::{Next, SyncNext};

/// The threads of the executor that a request has visited, outermost first.
#[derive(Default)]
struct Visited(Mutex<Vec<ThreadId>>);

impl Visited {
    fn here(registry: &pyramidion::Registry) {
        registry.get::<Visited>().unwrap().0.lock().unwrap().push(thread::current().id());
    }
}

static HOPS: ExecutorKey = ExecutorKey::new("hops");
static OTHER: ExecutorKey = ExecutorKey::new("other");

#[tween(executor = HOPS)]
fn outer(request: Request, next: SyncNext) -> Response {
    Visited::here(next.registry());
    next.call(request)
}

#[tween(executor = HOPS, under = outer)]
fn inner(request: Request, next: SyncNext) -> Response {
    Visited::here(next.registry());
    next.call(request)
}

#[tween]
async fn coroutine(request: Request, next: Next) -> Response {
    tokio::task::yield_now().await;
    let response = next.call(request).await;
    tokio::task::yield_now().await;
    response
}

#[view(path = "/here", executor = HOPS)]
fn here(visited: State<Visited>) -> String {
    visited.0.0.lock().unwrap().push(thread::current().id());
    // A wait of its own: what is handed down is a job like any other.
    synchronize(async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        "here".to_owned()
    })
}

#[view(path = "/other", executor = OTHER)]
fn other(visited: State<Visited>) -> &'static str {
    visited.0.0.lock().unwrap().push(thread::current().id());
    "other"
}

#[view(path = "/awaited")]
async fn awaited() -> &'static str {
    tokio::task::yield_now().await;
    "awaited"
}

#[view(path = "/panics", executor = HOPS)]
fn panics() -> &'static str {
    panic!("below")
}

/// Two sync views of another application at once, one of which blocks until the other has run.
#[view(path = "/together")]
async fn together(apart: State<Apart>) -> String {
    let apart = TestApp::from_router(apart.0.0.clone());
    let (waits, comes) = tokio::join!(async { apart.get("/waits").await }, async {
        tokio::task::yield_now().await;
        apart.get("/comes").await
    });
    format!("{} {}", waits.text(), comes.text())
}

struct Apart(pyramidion::axum::Router);

static MEETING: std::sync::LazyLock<std::sync::Barrier> = std::sync::LazyLock::new(|| std::sync::Barrier::new(2));

#[view(path = "/waits", executor = HOPS)]
fn waits() -> &'static str {
    MEETING.wait();
    "waited"
}

#[view(path = "/comes", executor = HOPS)]
fn comes() -> &'static str {
    MEETING.wait();
    "came"
}

fn base(config: Configurator) -> Configurator {
    config
        .add_executor(&HOPS, ExecutorConfig::default())
        .add_executor(&OTHER, ExecutorConfig::default())
        .add_state(Visited::default())
        .add_view(here {})
        .add_view(other {})
        .add_view(awaited {})
        .add_view(panics {})
}

/// The threads that a request to `path` visits.
async fn visit(path: &str, application: impl FnOnce(Configurator) -> Configurator) -> Vec<ThreadId> {
    let config = application(base(Configurator::new()));
    let registry = config.registry().clone();
    let response = TestApp::from_router(config.make_router()).get(path).await;
    assert_eq!((response.status().as_u16(), response.text()), (200, &path[1..]));
    let visited = registry.get::<Visited>().unwrap();
    std::mem::take(&mut *visited.0.lock().unwrap())
}

#[tokio::test]
async fn sync_tweens_and_a_sync_view_share_a_thread() {
    let visited = visit("/here", |config| config.add_tween(inner {}).add_tween(outer {})).await;
    assert_eq!(visited, [visited[0]; 3]);
}

#[tokio::test]
async fn behind_a_coroutine_is_another_thread() {
    let visited = visit("/here", |config| config.add_tween(coroutine {}).add_tween(outer {})).await;
    assert_eq!(visited.len(), 2);
    assert_ne!(visited[0], visited[1]);
}

#[tokio::test]
async fn another_executor_has_threads_of_its_own() {
    let visited = visit("/other", |config| config.add_tween(inner {}).add_tween(outer {})).await;
    assert_eq!(visited.len(), 3);
    assert_eq!(visited[0], visited[1]);
    assert_ne!(visited[1], visited[2]);
}

#[tokio::test]
async fn a_coroutine_view_below_sync_tweens_is_awaited() {
    let visited = visit("/awaited", |config| config.add_tween(inner {}).add_tween(outer {})).await;
    assert_eq!(visited, [visited[0]; 2]);
}

#[tokio::test]
async fn a_panic_of_a_view_on_the_tweens_thread_is_a_response() {
    let app = TestApp::new(|config| base(config).add_tween(outer {}));
    assert_eq!(app.get("/panics").await.status(), 500);
    assert_eq!(app.get("/here").await.text(), "here");
}

#[tokio::test]
async fn what_a_coroutine_view_calls_is_not_run_one_after_the_other() {
    let apart = base(Configurator::new()).add_view(waits {}).add_view(comes {}).make_router();
    let app = TestApp::new(|config| base(config).add_state(Apart(apart)).add_view(together {}).add_tween(outer {}));
    assert_eq!(app.get("/together").await.text(), "waited came");
}

#[tokio::test]
async fn coroutines_alone_never_enter_an_executor() {
    let before = Executor::default_executor().metrics();
    let visited = visit("/awaited", |config| config.add_tween(coroutine {})).await;
    assert!(visited.is_empty());
    let after = Executor::default_executor().metrics();
    assert_eq!((before.completed, after.completed, after.threads), (0, 0, 0));
}

static NOWHERE: ExecutorKey = ExecutorKey::new("nowhere");

#[view(path = "/lost", executor = NOWHERE)]
fn lost() -> &'static str {
    "never"
}

#[test]
fn a_view_in_an_executor_without_configuration_is_an_error_at_start_up() {
    let error = Configurator::new().add_view(lost {}).try_make_router().unwrap_err().to_string();
    assert!(error.contains("view `one_hop::lost` runs in the executor `nowhere`, which is not configured"), "{error}");
    assert!(error.contains("one_hop.rs:"), "{error}");
}

static ENDED: ExecutorKey = ExecutorKey::new("ended");

#[view(path = "/ended", executor = ENDED)]
fn ended() -> &'static str {
    "never"
}

#[tokio::test]
async fn an_executor_that_takes_no_jobs_answers_that_it_is_unavailable() {
    let app = TestApp::new(|config| config.add_executor(&ENDED, ExecutorConfig::default()).add_view(ended {}));
    ENDED.executor().unwrap().shutdown(Duration::ZERO).await;
    let response = app.get("/ended").await;
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "1");
}
