//! Tweens of both kinds around views of both kinds, at depth and under load.

use pyramidion::executor::ThreadKind;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, in_time};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use crate::mark;

macro_rules! tweens {
    (async: $($coroutine:ident)*; sync: $($function:ident)*;) => {
        $(
            #[tween]
            async fn $coroutine(request: Request, next: Next) -> Response {
                assert_eq!(ThreadKind::current(), ThreadKind::EventLoop);
                mark(next.call(request).await, stringify!($coroutine))
            }
        )*
        $(
            #[tween]
            fn $function(request: Request, next: SyncNext) -> Response {
                assert_eq!(ThreadKind::current(), ThreadKind::Executor);
                mark(next.call(request), stringify!($function))
            }
        )*
    };
}

tweens! {
    async: async1 async2 async3;
    sync: sync1 sync2 sync3;
}

#[view(path = "/async")]
async fn async_view() -> &'static str {
    tokio::task::yield_now().await;
    assert_eq!(ThreadKind::current(), ThreadKind::EventLoop);
    "async"
}

#[view(path = "/sync")]
fn sync_view() -> &'static str {
    assert_eq!(ThreadKind::current(), ThreadKind::Executor);
    pyramidion::synchronize(spawn_blocking_scope(|| "sync"))
}

#[view(path = "/inline", mapper = inline)]
fn inline_view() -> &'static str {
    assert_eq!(ThreadKind::current(), ThreadKind::EventLoop);
    "inline"
}

fn views(config: Configurator) -> Configurator {
    config.add_view(async_view {}).add_view(sync_view {}).add_view(inline_view {})
}

/// From the inside: async1, sync1, async2, sync2, async3, sync3.
fn alternating(config: Configurator) -> Configurator {
    let config = views(config).add_tween(async1 {}).add_tween(sync1 {}).add_tween(async2 {});
    config.add_tween(sync2 {}).add_tween(async3 {}).add_tween(sync3 {})
}

#[tokio::test]
async fn each_runs_on_its_kind_of_thread_at_any_depth() {
    let server = TestServer::start(alternating).await;
    for kind in ["async", "sync", "inline"] {
        let answer = http::get(server.address(), &format!("/{kind}")).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, kind));
        assert_eq!(answer.headers("x-tweens"), ["async1", "sync1", "async2", "sync2", "async3", "sync3"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_does_the_kind_of_runtime_matter() {
    let server = TestServer::start(alternating).await;
    for kind in ["async", "sync", "inline"] {
        assert_eq!(http::get(server.address(), &format!("/{kind}")).await.body, kind);
    }
}

/// Every request holds three threads that wait for each other, and a fourth at its view: if they queued for the permits
/// of the executor as others do, all would wait for ever.
#[tokio::test]
async fn three_hundred_requests_at_once_do_not_lock_up() {
    let server =
        TestServer::start(|config| views(config).add_tween(sync1 {}).add_tween(sync2 {}).add_tween(sync3 {})).await;
    let mut requests = JoinSet::new();
    for _ in 0..300 {
        requests.spawn(http::get(server.address(), "/sync"));
    }
    let answers = in_time("300 requests", requests.join_all()).await;
    assert!(answers.iter().all(|answer| answer.body == "sync"));
}

/// A view that begins and ends when the test says so.
struct Steps {
    begun: mpsc::Sender<oneshot::Sender<()>>,
}

#[view(path = "/held")]
async fn held(steps: State<Steps>) -> &'static str {
    let (release, released) = oneshot::channel();
    steps.begun.send(release).await.unwrap();
    released.await.unwrap();
    "released"
}

/// There is one thread for all coroutines, and it is free while a sync tween waits for a view that waits for the test.
#[tokio::test(flavor = "current_thread")]
async fn a_sync_tween_that_waits_leaves_the_event_loop_free() {
    let (begun, mut begins) = mpsc::channel(1);
    let server = TestServer::start(|config| {
        views(config).add_state(Steps { begun }).add_view(held {}).add_tween(sync1 {}).add_tween(sync2 {})
    })
    .await;
    let request = tokio::spawn(http::get(server.address(), "/held"));
    let release = in_time("the view begins", begins.recv()).await.unwrap();
    assert_eq!(http::get(server.address(), "/async").await.body, "async");
    assert!(!request.is_finished());
    release.send(()).unwrap();
    assert_eq!(in_time("the response", request).await.unwrap().body, "released");
}

/// What a client no longer waits for ends, and leaves nothing behind that others would have to wait for.
#[tokio::test]
async fn clients_that_leave_take_nothing_with_them() {
    let (begun, mut begins) = mpsc::channel(1);
    let server = TestServer::start(|config| {
        views(config).add_state(Steps { begun }).add_view(held {}).add_tween(sync1 {}).add_tween(async1 {})
    })
    .await;
    for _ in 0..10 {
        let request = tokio::spawn(http::get(server.address(), "/held"));
        let release = in_time("the view begins", begins.recv()).await.unwrap();
        request.abort();
        assert!(request.await.unwrap_err().is_cancelled());
        // Whether the view still waits for it or is gone by now is its own affair.
        let _ = release.send(());
    }
    assert_eq!(http::get(server.address(), "/sync").await.body, "sync");
}
