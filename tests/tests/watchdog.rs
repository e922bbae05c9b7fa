//! Who blocks the event loop is reported while the loop is blocked; who blocks a thread of the executor is not.

#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use pyramidion::ViewState;
use pyramidion::axum::extract::FromRequestParts;
use pyramidion::axum::http::request::Parts;
use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use pyramidion::watchdog::Watchdog;
use pyramidion_tests::{PATIENCE, log};

const LIMIT: Duration = Duration::from_millis(200);

/// Blocks its thread until the test opens it.
struct Gate {
    begun: mpsc::Sender<()>,
    opened: Mutex<mpsc::Receiver<()>>,
}

impl Gate {
    fn block(&self) {
        self.begun.send(()).unwrap();
        self.opened.lock().unwrap().recv_timeout(PATIENCE).unwrap();
    }
}

/// The test's side of a gate.
struct Opener {
    begins: mpsc::Receiver<()>,
    open: mpsc::Sender<()>,
}

impl Opener {
    fn wait_until_blocked(&self) {
        self.begins.recv_timeout(PATIENCE).unwrap();
    }

    fn open(&self) {
        self.open.send(()).unwrap();
    }
}

fn gate() -> (Arc<Gate>, Opener) {
    let (begun, begins) = mpsc::channel();
    let (open, opened) = mpsc::channel();
    (Arc::new(Gate { begun, opened: Mutex::new(opened) }), Opener { begins, open })
}

#[derive(Debug, PartialEq, Eq)]
struct Report {
    function: String,
    location: String,
    is_over: bool,
}

/// An application with a gate, and all that its watchdog reports.
struct Watch {
    app: TestApp,
    gate: Opener,
    reports: mpsc::Receiver<Report>,
}

impl Watch {
    fn new(configure: impl FnOnce(Configurator) -> Configurator) -> Self {
        Self::with(Watchdog::new().limit(LIMIT), configure)
    }

    fn with(watchdog: Watchdog, configure: impl FnOnce(Configurator) -> Configurator) -> Self {
        log::capture();
        let (sender, reports) = mpsc::channel();
        let watchdog = watchdog.on_stall(move |stall| {
            assert!(stall.duration() >= LIMIT);
            let (function, location) = (stall.function().to_owned(), stall.location().to_owned());
            // The test may be over by then.
            let _ = sender.send(Report { function, location, is_over: stall.is_over() });
        });
        let (state, gate) = gate();
        let app = TestApp::new(|config| configure(config.add_state(state).set_watchdog(watchdog)));
        Self { app, gate, reports }
    }

    /// Sends a request on an event loop of its own.
    fn get(&self, target: &'static str) -> JoinHandle<()> {
        let app = self.app.clone();
        thread::spawn(move || event_loop(async move { assert_eq!(app.get(target).await.text(), "done") }))
    }

    /// Waits for the report of a function that is blocked, and for that of its end after the gate is open.
    fn assert_stall(&self, function: &str, line: u32) {
        let location = format!("{}:{line}", file!());
        let report =
            |is_over| Report { function: format!("watchdog::{function}"), location: location.clone(), is_over };
        assert_eq!(self.reports.recv_timeout(PATIENCE).unwrap(), report(false));
        let logged =
            |words: &str| log::lines_with(&format!("`watchdog::{function}` ({location}) {words} the event loop"));
        assert_eq!(logged("is blocking").len(), 1, "{}", log::text());
        assert!(logged("blocked").is_empty());
        self.gate.open();
        assert_eq!(self.reports.recv_timeout(PATIENCE).unwrap(), report(true));
        assert_eq!(logged("blocked").len(), 1, "{}", log::text());
        assert!(logged("blocked")[0].contains("WARN"));
    }

    fn assert_no_more(&self) {
        assert_eq!(self.reports.try_iter().collect::<Vec<_>>(), []);
    }
}

fn event_loop<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

const COROUTINE: u32 = line!() + 1;
#[view(path = "/coroutine")]
async fn coroutine(gate: State<Arc<Gate>>) -> &'static str {
    tokio::task::yield_now().await;
    gate.block();
    "done"
}

const INLINE: u32 = line!() + 1;
#[view(path = "/inline", mapper = inline)]
fn inline(gate: State<Arc<Gate>>) -> &'static str {
    gate.block();
    "done"
}

#[view(path = "/function")]
fn function(gate: State<Arc<Gate>>) -> &'static str {
    gate.block();
    "done"
}

#[view(path = "/quick")]
async fn quick() -> &'static str {
    "done"
}

const SLEEPY_TWEEN: u32 = line!() + 1;
#[tween]
async fn sleepy_tween(request: Request, next: Next) -> Response {
    let response = next.call(request).await;
    next.registry().get::<Arc<Gate>>().unwrap().block();
    response
}

#[tween]
async fn async_tween(request: Request, next: Next) -> Response {
    next.call(request).await
}

#[tween]
fn sync_tween(request: Request, next: SyncNext) -> Response {
    next.call(request)
}

/// An argument that blocks.
struct Blocking;

impl FromRequestParts<ViewState> for Blocking {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, state: &ViewState) -> Result<Self, Self::Rejection> {
        state.registry().get::<Arc<Gate>>().unwrap().block();
        Ok(Self)
    }
}

const ARGUMENT: u32 = line!() + 1;
#[view(path = "/argument")]
fn argument(_blocking: Blocking) -> &'static str {
    "done"
}

const TALK: u32 = line!() + 1;
#[websocket_view(path = "/talk")]
async fn talk(mut ws: Websocket, gate: State<Arc<Gate>>) -> Result<(), WebsocketClosed> {
    gate.block();
    ws.send("done").await
}

const CHAT: u32 = line!() + 1;
#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat/{blocking}")]
struct Chat {
    ws: Websocket,
    gate: State<Arc<Gate>>,
    /// The callback that blocks.
    blocking: String,
}

impl Chat {
    fn may_block(&self, callback: &str) {
        if self.blocking == callback {
            self.gate.block();
        }
    }
}

impl WebsocketCallbacks for Chat {
    async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
        self.may_block("on_open");
        Ok(())
    }

    async fn on_message(&mut self, _: Message) -> Result<(), WebsocketClosed> {
        self.may_block("on_message");
        self.send("done").await
    }

    async fn on_close(&mut self) -> Result<(), WebsocketClosed> {
        self.may_block("on_close");
        Ok(())
    }
}

#[test]
fn a_coroutine_is_named_while_it_blocks() {
    let watch = Watch::new(|config| config.add_view(coroutine {}));
    let request = watch.get("/coroutine");
    watch.assert_stall("coroutine", COROUTINE);
    request.join().unwrap();
    assert!(log::text().contains("help: make it a plain `fn`"), "{}", log::text());
    watch.assert_no_more();
}

#[test]
fn an_inline_view_is_named() {
    let watch = Watch::new(|config| config.add_view(inline {}));
    let request = watch.get("/inline");
    watch.assert_stall("inline", INLINE);
    request.join().unwrap();
    watch.assert_no_more();
}

#[test]
fn an_async_tween_is_named() {
    let watch = Watch::new(|config| config.add_view(quick {}).add_tween(sleepy_tween {}));
    let request = watch.get("/quick");
    watch.assert_stall("sleepy_tween", SLEEPY_TWEEN);
    request.join().unwrap();
    watch.assert_no_more();
}

#[test]
fn what_makes_an_argument_is_watched_as_well() {
    let watch = Watch::new(|config| config.add_view(argument {}));
    let request = watch.get("/argument");
    watch.assert_stall("argument", ARGUMENT);
    request.join().unwrap();
    watch.assert_no_more();
}

#[test]
fn a_websocket_view_is_named() {
    let watch = Watch::new(|config| config.add_view(talk {}));
    let app = watch.app.clone();
    let client = thread::spawn(move || {
        event_loop(async move { app.websocket("/talk").await.unwrap().recv().await });
    });
    watch.assert_stall("talk", TALK);
    client.join().unwrap();
    watch.assert_no_more();
}

#[test]
fn a_callback_is_named_with_its_struct() {
    for callback in ["on_open", "on_message", "on_close"] {
        let watch = Watch::new(Configurator::add_view_type::<Chat>);
        let app = watch.app.clone();
        let client = thread::spawn(move || {
            event_loop(async move {
                let mut client = app.websocket(&format!("/chat/{callback}")).await.unwrap();
                client.send("block").await.unwrap();
                assert_eq!(client.recv().await, Some("done".into()));
                client.close(1000, "").await.unwrap();
            });
        });
        watch.assert_stall(&format!("Chat::{callback}"), CHAT);
        client.join().unwrap();
        watch.assert_no_more();
    }
}

/// Starts a request that blocks, then one whose report proves that the first would have been reported by now.
fn is_not_reported(unwatched: &Watch, target: &'static str) {
    let request = unwatched.get(target);
    unwatched.gate.wait_until_blocked();

    let witness = Watch::new(|config| config.add_view(witness {}));
    let later = witness.get("/witness");
    let report = witness.reports.recv_timeout(PATIENCE).unwrap();
    assert_eq!(report.function, "watchdog::witness");
    unwatched.assert_no_more();
    witness.gate.open();
    later.join().unwrap();

    unwatched.gate.open();
    request.join().unwrap();
    unwatched.assert_no_more();
}

#[view(path = "/witness")]
async fn witness(gate: State<Arc<Gate>>) -> &'static str {
    gate.block();
    "done"
}

#[test]
fn a_plain_function_may_block() {
    let watch = Watch::new(|config| config.add_view(function {}).add_tween(async_tween {}));
    is_not_reported(&watch, "/function");
}

#[test]
fn a_coroutine_below_a_sync_tween_blocks_nobody_else() {
    let watch = Watch::new(|config| config.add_view(coroutine {}).add_tween(sync_tween {}));
    is_not_reported(&watch, "/coroutine");
}

#[test]
fn what_is_off_reports_nothing() {
    let by_code = Watch::with(Watchdog::off(), |config| config.add_view(coroutine {}));
    is_not_reported(&by_code, "/coroutine");
    let by_setting = Watch::new(|config| config.add_view(coroutine {}).add_setting("watchdog.limit", "off"));
    is_not_reported(&by_setting, "/coroutine");
}

#[test]
fn a_setting_that_is_no_limit_is_an_error() {
    let error = Configurator::new().add_setting("watchdog.limit", "soon").try_make_router().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the configuration has a mistake\n\n\
         1. the setting `watchdog.limit` is `soon`, which is wrong: it is neither a time nor `off`\n   \
         help: write a whole number of `ms` or `s`, such as `100ms`, or `off`"
    );
}
