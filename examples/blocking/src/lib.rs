//! A view, a tween and a helper of each kind, calling across: none has to know what the others are.
//!
//! | | coroutine | plain function |
//! |---|---|---|
//! | view | `async_view` | `sync_view` |
//! | tween | `async_tween` | `sync_tween` |
//! | helper | `hash` is awaited, and blocks on a thread of its own | `load` waits, and holds up nobody |
//!
//! `/sync-sleep` and `/async-sleep` sleep until somebody posts to `/release`, and `/` answers all the while.

use std::time::Duration;

use pyramidion::prelude::*;
use tokio::sync::watch;

/// The application.
pub fn app(config: Configurator) -> Configurator {
    config.add_state(Gate::default()).add_tween(async_tween {}).add_tween(sync_tween {}).scan(package!())
}

/// Holds sleepers until it is opened.
pub struct Gate {
    open: watch::Sender<bool>,
}

impl Default for Gate {
    fn default() -> Self {
        Self { open: watch::Sender::new(false) }
    }
}

/// A coroutine that plain functions call: `load(7)` waits for its result.
#[synchronize(keep = load_async)]
async fn load(id: u64) -> String {
    tokio::time::sleep(Duration::from_millis(1)).await;
    format!("user {id}")
}

/// A blocking function that coroutines await.
#[use_executor]
fn hash(text: String) -> u64 {
    text.bytes().fold(5381, |hash, byte| hash.wrapping_mul(33) ^ u64::from(byte))
}

/// On the event loop; both helpers are awaited.
#[view(path = "/async/{id}")]
async fn async_view(id: u64) -> String {
    let user = load_async(id).await;
    format!("{user} has hash {}", hash(user.clone()).await)
}

/// On a thread; a helper that is a coroutine looks like any function.
#[view(path = "/sync/{id}")]
fn sync_view(id: u64) -> String {
    let user = load(id);
    let hash = pyramidion::synchronize(hash(user.clone()));
    format!("{user} has hash {hash}")
}

/// Around everything, without blocking the event loop.
#[tween]
async fn async_tween(request: Request, next: Next) -> Response {
    let response = next.call(request).await;
    mark(response, "async")
}

/// Around everything too, written as if nothing were asynchronous.
#[tween]
fn sync_tween(request: Request, next: SyncNext) -> Response {
    let response = next.call(request);
    mark(response, "sync")
}

fn mark(mut response: Response, kind: &'static str) -> Response {
    response.headers_mut().append("x-tween", HeaderValue::from_static(kind));
    response
}

/// Answers always.
#[view(path = "/", mapper = inline)]
fn home() -> &'static str {
    "awake"
}

/// Holds a thread of the executor while it sleeps, and nothing else.
#[view(path = "/sync-sleep")]
fn sync_sleep(gate: State<Gate>) -> &'static str {
    wait_for(gate.open.subscribe());
    "slept on a thread"
}

/// Holds nothing.
#[view(path = "/async-sleep")]
async fn async_sleep(gate: State<Gate>) -> &'static str {
    wait_for_async(gate.open.subscribe()).await;
    "slept on the event loop"
}

/// Wakes all sleepers.
#[view(path = "/release", request_method = "POST")]
async fn release(gate: State<Gate>) -> StatusCode {
    gate.open.send_replace(true);
    StatusCode::NO_CONTENT
}

#[synchronize(keep = wait_for_async)]
async fn wait_for(mut gate: watch::Receiver<bool>) {
    // An error means that the gate is gone, and nobody is left to wait for.
    let _ = gate.wait_for(|open| *open).await;
}

#[cfg(test)]
mod tests {
    use pyramidion::testing::TestApp;

    use super::*;

    #[tokio::test]
    async fn both_kinds_of_view_say_the_same() {
        let app = TestApp::new(app);
        let response = app.get("/async/7").await;
        assert_eq!(response.text(), app.get("/sync/7").await.text());
        let tweens: Vec<_> = response.headers().get_all("x-tween").iter().collect();
        assert_eq!(tweens, ["async", "sync"]);
    }

    #[tokio::test]
    async fn a_plain_view_that_waits_is_called_in_a_blocking_scope() {
        assert!(spawn_blocking_scope(|| sync_view(7)).await.starts_with("user 7 has hash"));
    }
}
