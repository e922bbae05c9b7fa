//! Clients that go away, over real sockets: what they asked for ends, and nothing of it is left.

#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;

use pyramidion::executor::{Executor, ExecutorConfig, is_cancelled};
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, in_time};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const CLIENTS: usize = 200;

async fn never() {
    std::future::pending::<()>().await;
}

static WAITING: ExecutorKey = ExecutorKey::new("waiting");

#[view(path = "/ambient", executor = WAITING)]
fn ambient() -> &'static str {
    synchronize(never());
    "never"
}

#[view(path = "/token", executor = WAITING)]
fn token(request: SyncRequest<'_>) -> &'static str {
    request.wait(never());
    "never"
}

#[use_executor(executor = WAITING)]
fn nested() {
    synchronize(never());
}

#[view(path = "/nested", executor = WAITING)]
fn nests(request: SyncRequest<'_>) -> &'static str {
    request.wait(nested());
    "never"
}

#[view(path = "/waiting/quick", executor = WAITING)]
fn quick_beside_waits() -> &'static str {
    "quick"
}

static RUNNING: ExecutorKey = ExecutorKey::new("running");

/// Holds a permit until its client is gone.
#[view(path = "/runs", executor = RUNNING)]
fn runs() -> &'static str {
    while !is_cancelled() {
        std::thread::yield_now();
    }
    "for nobody"
}

#[view(path = "/running/quick", executor = RUNNING)]
fn quick_after_runs() -> &'static str {
    "quick"
}

static TWEENS: ExecutorKey = ExecutorKey::new("tweens");

#[tween(executor = TWEENS)]
fn above(request: Request, next: SyncNext) -> Response {
    next.call(request)
}

#[view(path = "/below", executor = TWEENS)]
fn below() -> &'static str {
    synchronize(never());
    "never"
}

#[view(path = "/below/coroutine")]
async fn coroutine_below() -> &'static str {
    never().await;
    "never"
}

#[view(path = "/below/quick", executor = TWEENS)]
fn quick_below() -> &'static str {
    "quick"
}

/// A connection with a request that is not answered; dropped, it is closed.
async fn ask(address: SocketAddr, target: &str) -> TcpStream {
    let mut client = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.write_all(request.as_bytes()).await.unwrap();
    client
}

async fn until(what: &str, mut condition: impl FnMut() -> bool) {
    in_time(what, async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

async fn assert_nothing_is_left(executor: &Executor, address: SocketAddr, quick: &str) {
    until("all jobs end", || {
        let metrics = executor.metrics();
        (metrics.queued, metrics.running, metrics.waiting) == (0, 0, 0) && metrics.idle == metrics.threads
    })
    .await;
    assert_eq!(executor.metrics().panicked, 0);
    // More of them than there are permits: a lost permit would hold them up for ever.
    for _ in 0..4 {
        assert_eq!(http::get(address, quick).await.body, "quick");
    }
}

fn two_permits() -> ExecutorConfig {
    ExecutorConfig::default().running_permits(2)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_views_are_unwound() {
    let server = TestServer::start(|config| {
        let config = config.add_executor(&WAITING, two_permits()).add_view(ambient {}).add_view(token {});
        config.add_view(nests {}).add_view(quick_beside_waits {})
    })
    .await;
    let (address, executor) = (server.address(), WAITING.executor().unwrap());
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        clients.push(ask(address, ["/ambient", "/token", "/nested", "/nested"][number % 4]).await);
    }
    let nested = CLIENTS / 2;
    until("all views wait", || executor.metrics().waiting == CLIENTS + nested).await;
    assert_eq!(http::get(address, "/waiting/quick").await.body, "quick", "beside those that wait");
    drop(clients);
    assert_nothing_is_left(executor, address, "/waiting/quick").await;
    let metrics = executor.metrics();
    assert_eq!((metrics.interrupted, metrics.orphaned), ((CLIENTS + nested) as u64, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn running_views_are_told_and_queued_ones_never_run() {
    let server = TestServer::start(|config| {
        config.add_executor(&RUNNING, two_permits()).add_view(runs {}).add_view(quick_after_runs {})
    })
    .await;
    let (address, executor) = (server.address(), RUNNING.executor().unwrap());
    let mut clients = vec![ask(address, "/runs").await, ask(address, "/runs").await];
    until("two views run", || executor.metrics().running == 2).await;
    let mut behind = Vec::new();
    for _ in 2..CLIENTS {
        behind.push(ask(address, "/runs").await);
    }
    until("the others are queued", || executor.metrics().queued == CLIENTS - 2).await;
    drop(behind);
    until("the queue is empty", || executor.metrics().queued == 0).await;
    assert_eq!(executor.metrics().running, 2);
    clients.clear();
    assert_nothing_is_left(executor, address, "/running/quick").await;
    let metrics = executor.metrics();
    assert_eq!((metrics.orphaned, metrics.interrupted), (2, 0), "of all clients only two were ever served");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_is_what_waits_below_a_tween() {
    let server = TestServer::start(|config| {
        let config = config.add_executor(&TWEENS, two_permits()).add_tween(above {});
        config.add_view(below {}).add_view(coroutine_below {}).add_view(quick_below {})
    })
    .await;
    let (address, executor) = (server.address(), TWEENS.executor().unwrap());
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        clients.push(ask(address, ["/below", "/below/coroutine"][number % 2]).await);
    }
    until("all tweens wait", || executor.metrics().waiting == CLIENTS).await;
    drop(clients);
    assert_nothing_is_left(executor, address, "/below/quick").await;
}
