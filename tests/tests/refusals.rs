//! An executor that refuses the job of a `#[use_executor]` function: whoever called it answers that it is to be tried again.

#![allow(clippy::unwrap_used)]

use std::fmt;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::mpsc;

use futures_util::FutureExt;
use pyramidion::executor::{ExecutorConfig, ExecutorError};
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, in_time, log};

static FULL: ExecutorKey = ExecutorKey::new("full");

#[use_executor(executor = FULL)]
fn count() -> u32 {
    7
}

/// An error of the application's own, which the executor's becomes.
struct Busy;

impl From<ExecutorError> for Busy {
    fn from(_: ExecutorError) -> Self {
        Self
    }
}

type Counted<E> = Result<u32, E>;

#[use_executor(executor = FULL)]
fn count_or_busy() -> Counted<Busy> {
    Ok(8)
}

#[use_executor(executor = FULL)]
fn count_or_box() -> Result<u32, Box<dyn std::error::Error + Send + Sync>> {
    Ok(9)
}

#[use_executor(executor = FULL)]
fn count_or_fail<T: Send + 'static, E: From<ExecutorError> + Send + 'static>(value: T) -> Result<T, E> {
    Ok(value)
}

#[use_executor(executor = FULL)]
fn count_or_not() -> Result<u32, fmt::Error> {
    Ok(11)
}

/// An error that stems from the executor's.
#[derive(Debug)]
struct NoReport(ExecutorError);

impl fmt::Display for NoReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no report")
    }
}

impl std::error::Error for NoReport {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[view(path = "/coroutine")]
async fn coroutine() -> String {
    count().await.to_string()
}

#[view(path = "/waiting")]
fn waiting() -> String {
    synchronize(count()).to_string()
}

/// The panic passes through a task, which another thread may have run.
#[view(path = "/task")]
async fn task() -> String {
    match tokio::spawn(count()).await {
        Ok(count) => count.to_string(),
        Err(error) => resume_unwind(error.into_panic()),
    }
}

#[view(path = "/busy")]
async fn busy() -> String {
    count_or_busy().await.map_or("busy".to_owned(), |count| count.to_string())
}

#[view(path = "/boxed")]
async fn boxed() -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    Ok(count_or_box().await?.to_string())
}

#[view(path = "/returned")]
async fn returned() -> Result<String, ExecutorError> {
    Ok(count_or_fail::<_, ExecutorError>(10).await?.to_string())
}

#[view(path = "/rendered", renderer = "json")]
fn rendered() -> Result<u32, NoReport> {
    synchronize(count_or_fail(10)).map_err(NoReport)
}

#[view(path = "/another")]
async fn another() -> Result<String, fmt::Error> {
    Ok(count_or_not().await?.to_string())
}

/// Catches the refusal, and panics by itself afterwards.
#[view(path = "/itself")]
async fn itself() -> String {
    let refused = AssertUnwindSafe(count()).catch_unwind().await;
    assert!(refused.is_ok(), "a mistake of my own");
    "counted".to_owned()
}

#[view(path = "/below")]
async fn below() -> &'static str {
    "below"
}

#[tween]
async fn async_tween(request: Request, next: Next) -> Response {
    if request.path() == "/below" {
        count().await;
    }
    next.call(request).await
}

#[tween]
fn sync_tween(request: Request, next: SyncNext) -> Response {
    if request.path() == "/below" {
        synchronize(count());
    }
    next.call(request)
}

#[derive(WebsocketConnectionView)]
#[websocket(path = "/websocket")]
struct Counter {
    ws: Websocket,
}

impl WebsocketCallbacks for Counter {
    async fn on_message(&mut self, _: Message) -> Result<(), WebsocketClosed> {
        let count = count().await;
        self.send(count.to_string()).await
    }
}

/// An executor whose only place is taken until the sender is dropped, which nothing but this test's views use.
async fn fill() -> mpsc::Sender<()> {
    let executor = FULL.configure(ExecutorConfig::default().running_permits(1).queue_length(0)).unwrap();
    let (release, released) = mpsc::channel::<()>();
    tokio::spawn(executor.run(move || {
        let _ = released.recv();
    }));
    until(|| executor.metrics().running == 1).await;
    release
}

async fn until(condition: impl Fn() -> bool) {
    in_time("the executor", async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

fn application(config: Configurator) -> Configurator {
    let config = config.add_view(coroutine {}).add_view(waiting {}).add_view(task {});
    let config = config.add_view(busy {}).add_view(boxed {}).add_view(returned {}).add_view(rendered {});
    config.add_view(another {}).add_view(itself {}).add_view(below {}).add_view_type::<Counter>()
}

#[tokio::test]
async fn a_refusal_is_a_503_or_the_error_of_the_function() {
    log::capture();
    let release = fill().await;
    let plain = TestServer::start(application).await;
    let tweened = TestServer::start(|config| application(config).add_tween(async_tween {})).await;
    let waiting = TestServer::start(|config| application(config).add_tween(sync_tween {})).await;

    for target in ["/coroutine", "/waiting", "/task", "/boxed", "/returned", "/rendered", "/another"] {
        let answer = http::get(plain.address(), target).await;
        assert_eq!((answer.status, answer.header("retry-after")), (503, "1"), "{target}: {}", log::text());
        let view = format!("`refusals::{}`", &target[1..]);
        let warned = log::lines_with(&format!("the executor refused a job of {view}"));
        assert!(warned.len() == 1 && warned[0].contains("WARN"), "{target}: {}", log::text());
        assert!(log::lines_with(&format!("{view} panicked")).is_empty(), "{}", log::text());
    }
    for server in [&tweened, &waiting] {
        let answer = http::get(server.address(), "/below").await;
        assert_eq!((answer.status, answer.header("retry-after")), (503, "1"), "{}", log::text());
    }
    assert_eq!(http::get(plain.address(), "/busy").await.body, "busy");
    assert_eq!(http::get(plain.address(), "/itself").await.status, 500);
    assert_eq!(log::lines_with("a mistake of my own").len(), 1);

    let mut client = plain.websocket("/websocket").await.unwrap();
    client.send("count").await.unwrap();
    assert_eq!(in_time("the end", client.recv()).await, None);
    assert_eq!(client.close_reason().map(|reason| reason.code), Some(1013));

    drop(release);
    until(|| FULL.executor().unwrap().metrics().idle == 1).await;
    for (target, body) in
        [("/coroutine", "7"), ("/busy", "8"), ("/boxed", "9"), ("/returned", "10"), ("/another", "11")]
    {
        let answer = http::get(plain.address(), target).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, body), "{target}: {}", log::text());
    }
}
