//! Executors by their keys: where views, tweens and functions run that name one.

#![allow(clippy::unwrap_used)]

use std::sync::{Condvar, Mutex};

use pyramidion::executor::ExecutorConfig;
use pyramidion::prelude::*;
use pyramidion::testing::{TestApp, TestServer};
use pyramidion_tests::{http, in_time, log};

static REPORTS: ExecutorKey = ExecutorKey::new("reports");

/// One job at a time, on threads that are known by their names.
fn configure() {
    REPORTS.configure(ExecutorConfig::default().running_permits(1).thread_name("reports")).unwrap();
}

fn is_reports() -> bool {
    std::thread::current().name().is_some_and(|name| name.starts_with("reports"))
}

mod application {
    use super::*;

    #[view(path = "/named", executor = REPORTS)]
    fn named() -> String {
        is_reports().to_string()
    }

    #[view(path = "/waits", executor = super::REPORTS, mapper = executor)]
    fn waits(request: SyncRequest<'_>) -> String {
        let nested = request.wait(counted(3));
        format!("{} {nested}", is_reports())
    }

    #[view(path = "/default")]
    fn default() -> String {
        is_reports().to_string()
    }

    #[view(path = "/function")]
    async fn function() -> String {
        let clerk = Clerk { name: "ada".to_owned() };
        format!("{} {} {}", is_reports(), counted(4).await, clerk.greeting("hello".to_owned()).await)
    }

    #[websocket_view(path = "/websocket", executor = REPORTS)]
    fn websocket(mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
        ws.send(is_reports().to_string())
    }

    #[view(path = "/blocked", executor = REPORTS)]
    fn blocked() -> &'static str {
        GATE.pass();
        "passed"
    }
}

#[use_executor(executor = REPORTS)]
fn counted<T: std::fmt::Display + Send + 'static>(value: T) -> String {
    format!("{value}:{}", is_reports())
}

#[derive(Clone)]
struct Clerk {
    name: String,
}

impl Clerk {
    #[use_executor(clone_self, executor = REPORTS)]
    fn greeting(&self, mut text: String) -> String {
        text.push_str(&self.name);
        format!("{text}:{}", is_reports())
    }
}

#[tween(executor = REPORTS)]
fn reported(request: Request, next: SyncNext) -> Response {
    let here = HeaderValue::from_static(if is_reports() { "reports" } else { "default" });
    let mut response = next.call(request);
    response.headers_mut().insert("x-executor", here);
    response
}

/// Holds a view until the test opens it.
struct Gate {
    /// How many wait, and whether it is open.
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

static GATE: Gate = Gate { state: Mutex::new((0, false)), changed: Condvar::new() };

impl Gate {
    fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.0 += 1;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |(_, open)| !*open).unwrap());
    }

    fn open(&self) {
        self.state.lock().unwrap().1 = true;
        self.changed.notify_all();
    }

    fn wait_for_one(&self) {
        drop(self.changed.wait_while(self.state.lock().unwrap(), |(waiting, _)| *waiting == 0).unwrap());
    }
}

async fn serve() -> TestServer {
    log::capture();
    configure();
    TestServer::start(|config| config.scan(package!(crate::application))).await
}

#[tokio::test]
async fn what_names_an_executor_runs_there() {
    let server = serve().await;
    for (target, body) in [
        ("/named", "true"),
        ("/waits", "true 3:true"),
        ("/default", "false"),
        ("/function", "false 4:true helloada:true"),
    ] {
        let answer = http::get(server.address(), target).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, body), "{target}: {}", log::text());
    }
}

#[tokio::test]
async fn so_do_tweens_and_websocket_views() {
    configure();
    let app = TestApp::new(|config| config.scan(package!(crate::application)).add_tween(reported {}));
    let response = app.get("/default").await;
    assert_eq!((response.text(), response.header("x-executor")), ("false", Some("reports")));
    let app = TestApp::new(|config| config.scan(package!(crate::application)));
    assert_eq!(app.websocket("/websocket").await.unwrap().recv().await, Some("true".into()));
}

/// The bulkhead: what fills one executor leaves the others alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_executor_holds_up_no_other() {
    let server = serve().await;
    let address = server.address();
    let held = tokio::spawn(async move { http::get(address, "/blocked").await });
    in_time("a view holds the executor", tokio::task::spawn_blocking(|| GATE.wait_for_one())).await.unwrap();
    assert_eq!(http::get(address, "/default").await.body, "false");
    GATE.open();
    assert_eq!(held.await.unwrap().body, "passed");
}

mod unconfigured {
    use super::*;

    static NOWHERE: ExecutorKey = ExecutorKey::new("nowhere");

    pub(super) const LINE: u32 = line!() + 1;
    #[use_executor(executor = NOWHERE)]
    fn lost<T: Send + 'static>(value: T) -> T {
        value
    }

    #[use_executor(executor = NOWHERE)]
    fn also_lost() {}

    #[view(path = "/lost")]
    async fn view() -> &'static str {
        also_lost().await;
        lost("lost").await
    }
}

#[test]
fn a_key_without_configuration_stops_the_application_that_scans_its_functions() {
    let error = Configurator::new().scan(package!(crate::unconfigured)).try_make_router().unwrap_err();
    assert_eq!(error.count(), 1, "{error}");
    let text = error.to_string();
    for told in [
        "`bridge_executors::unconfigured::lost` and 1 more run in the executor `nowhere`, which is not configured",
        "help: add it with `config.add_executor(&KEY, ExecutorConfig::default())`",
        &format!("{}:{}", file!(), unconfigured::LINE),
    ] {
        assert!(text.contains(told), "{told} is not in {text}");
    }
}

#[tokio::test]
async fn a_call_of_such_a_function_says_so() {
    log::capture();
    configure();
    // Added by its name, and not scanned.
    let app = TestApp::new(|config| config.add_view(added::view {}));
    assert_eq!(app.get("/added").await.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let lines = log::lines_with("`bridge_executors::added::missed` did not run: the executor `missing`");
    assert!(lines.iter().any(|line| line.contains("bridge_executors::added::view")), "{}", log::text());
}

mod added {
    use super::*;

    static MISSING: ExecutorKey = ExecutorKey::new("missing");

    #[use_executor(executor = MISSING)]
    fn missed() {}

    #[view(path = "/added")]
    pub(super) async fn view() -> &'static str {
        missed().await;
        "never"
    }
}
