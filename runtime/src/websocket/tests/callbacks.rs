//! Structs with callbacks.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use super::*;
use crate::{
    testing::websocket::pair,
    websocket::{ClosedBy, WebsocketCallbacks, WebsocketConnectionView, callbacks::drive_callbacks, codes},
};

type Callback = fn() -> Result<(), WebsocketClosed>;

struct Recorder {
    ws: Websocket,
    events: Arc<Mutex<Vec<String>>>,
    on_open: Callback,
    on_message: Callback,
    on_close: Callback,
}

impl Recorder {
    fn record(&self, event: &str) {
        self.events.lock().unwrap().push(event.to_owned());
    }
}

impl WebsocketConnectionView for Recorder {
    fn websocket(&mut self) -> &mut Websocket {
        &mut self.ws
    }
}

impl WebsocketCallbacks for Recorder {
    async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
        self.record("open");
        self.send("welcome").await?;
        (self.on_open)()
    }

    async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        self.record(message.as_text().unwrap());
        (self.on_message)()
    }

    async fn on_close(&mut self) -> Result<(), WebsocketClosed> {
        let by = self.ws.close_reason().map(|reason| reason.by);
        self.record(&format!("close {by:?}"));
        (self.on_close)()
    }
}

/// Runs a recorder against a client that sends two messages and closes; gives its events and how it ended.
async fn record(on_open: Callback, on_message: Callback, on_close: Callback) -> (Vec<String>, String) {
    let (ws, mut client) = pair().await;
    let events = Arc::<Mutex<Vec<String>>>::default();
    let view = Recorder { ws, events: events.clone(), on_open, on_message, on_close };
    let talk = async {
        assert_eq!(client.recv().await, Some("welcome".into()));
        for text in ["one", "two"] {
            // The view may have given up already.
            let _ = client.send(text).await;
        }
        client.close(codes::NORMAL, "").await.unwrap();
    };
    let (ended, ()) = tokio::join!(AssertUnwindSafe(drive_callbacks(view, None)).catch_unwind(), talk);
    let ended = match ended {
        Ok(Ok(())) => "ok".to_owned(),
        Ok(Err(closed)) => closed.cause().map_or("closed".to_owned(), ToString::to_string),
        Err(panic) => (*panic.downcast_ref::<&str>().unwrap()).to_owned(),
    };
    let events = events.lock().unwrap().clone();
    (events, ended)
}

const FINE: Callback = || Ok(());
const QUIET: Callback = || Err(WebsocketClosed::new());
const FAILING: Callback = || Err(WebsocketClosed::because("failed"));
const PANICKING: Callback = || panic!("panicked");

async fn assert_recorded(callbacks: [Callback; 3], events: &[&str], ended: &str) {
    let [on_open, on_message, on_close] = callbacks;
    assert_eq!(
        record(on_open, on_message, on_close).await,
        (events.iter().map(ToString::to_string).collect(), ended.to_owned())
    );
}

#[tokio::test]
async fn callbacks_run_in_order_and_on_close_once() {
    assert_recorded([FINE, FINE, FINE], &["open", "one", "two", "close Some(Client)"], "ok").await;
}

#[tokio::test]
async fn on_close_runs_once_after_each_kind_of_failure() {
    assert_recorded([FAILING, FINE, FINE], &["open", "close None"], "failed").await;
    assert_recorded([PANICKING, FINE, FINE], &["open", "close None"], "panicked").await;
    assert_recorded([FINE, FAILING, FINE], &["open", "one", "close None"], "failed").await;
    assert_recorded([FINE, QUIET, FINE], &["open", "one", "close None"], "closed").await;
    assert_recorded([FINE, PANICKING, FINE], &["open", "one", "close None"], "panicked").await;
    assert_recorded([FINE, FINE, FAILING], &["open", "one", "two", "close Some(Client)"], "failed").await;
}

#[tokio::test]
async fn the_first_failure_counts_and_the_second_is_logged() {
    let (logs, _guard) = Logs::capture();
    assert_recorded([FINE, PANICKING, FAILING], &["open", "one", "close None"], "panicked").await;
    assert!(logs.text().contains("`on_close` failed too"), "{}", logs.text());
    assert_recorded([FINE, FAILING, PANICKING], &["open", "one", "close None"], "failed").await;
    assert!(logs.text().contains("`on_close` panicked too"), "{}", logs.text());
}

#[tokio::test]
async fn a_failure_of_on_close_goes_before_a_quiet_end() {
    assert_recorded([FINE, QUIET, FAILING], &["open", "one", "close None"], "failed").await;
}

#[tokio::test]
async fn callbacks_are_a_view_like_any_other() {
    let router = view(async |ws: Websocket| {
        let events = Arc::default();
        drive_callbacks(Recorder { ws, events, on_open: FINE, on_message: FAILING, on_close: FINE }, None).await
    });
    let mut client = in_memory(router).await;
    assert_eq!(client.recv().await, Some("welcome".into()));
    client.send("one").await.unwrap();
    assert_eq!(client.recv().await, None);
    let reason = client.close_reason().unwrap();
    assert_eq!((reason.by, reason.code), (ClosedBy::Server, codes::INTERNAL_ERROR));
}
