//! An application that `tests/faults` attacks.

use std::process::ExitCode;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use pyramidion::prelude::*;
use serde::Serialize;

/// More than any socket's buffers hold. All share it: to fill it for each would be an attack of another kind.
static LARGE: LazyLock<Bytes> = LazyLock::new(|| vec![b'x'; 16 * 1024 * 1024].into());

/// How many requests wait in `/slow` and `/never`.
static WAITING: AtomicUsize = AtomicUsize::new(0);

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

#[view(path = "/large")]
async fn large() -> Bytes {
    LARGE.clone()
}

#[view(path = "/form", request_method = "POST")]
async fn form(body: String) -> String {
    body.len().to_string()
}

#[view(path = "/slow")]
async fn slow() -> &'static str {
    WAITING.fetch_add(1, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(3)).await;
    "slow"
}

#[view(path = "/never")]
async fn never() -> &'static str {
    WAITING.fetch_add(1, Ordering::Relaxed);
    std::future::pending().await
}

#[view(path = "/waiting")]
async fn waiting() -> String {
    WAITING.load(Ordering::Relaxed).to_string()
}

#[derive(Serialize)]
struct Tasks {
    tasks: usize,
}

#[view(path = "/state", renderer = "json")]
async fn state() -> Tasks {
    Tasks { tasks: tokio::runtime::Handle::current().metrics().num_alive_tasks() }
}

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

fn main() -> ExitCode {
    LazyLock::force(&LARGE);
    pyramidion::run(|config| config.scan(package!()))
}
