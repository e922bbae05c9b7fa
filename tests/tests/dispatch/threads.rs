//! On which threads dispatched views run, and how many hand-overs they cost.

use std::sync::Mutex;
use std::thread::{self, ThreadId};

use pyramidion::ViewCall;
use pyramidion::executor::{ExecutorConfig, ExecutorKey};
use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

static DISPATCH: ExecutorKey = ExecutorKey::new("dispatch");

/// The threads that a request has visited.
#[derive(Default)]
struct Visited(Mutex<Vec<ThreadId>>);

impl Visited {
    fn here(&self) {
        self.0.lock().unwrap().push(thread::current().id());
    }

    fn take(&self) -> Vec<ThreadId> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

static VISITED: Visited = Visited(Mutex::new(Vec::new()));
/// The tests share what they visit, so they go one after the other.
static ONE_BY_ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

#[tween(executor = DISPATCH)]
fn outer(request: Request, next: SyncNext) -> Response {
    VISITED.here();
    next.call(request)
}

struct Disk;

#[resource(executor = DISPATCH)]
impl Disk {
    fn item(&self, name: &str) -> Option<Disk> {
        VISITED.here();
        (name == "disk").then_some(Disk)
    }
}

#[root_factory(executor = DISPATCH)]
fn disk() -> Disk {
    VISITED.here();
    Disk
}

#[view(context = Disk, executor = DISPATCH)]
fn show() -> &'static str {
    VISITED.here();
    "shown"
}

#[view(context = Disk, name = "async")]
async fn show_later() -> &'static str {
    tokio::task::yield_now().await;
    "later"
}

async fn through(call: ViewCall) -> Response {
    call.run().await
}

#[view(context = Disk, name = "decorated", decorator = through, executor = DISPATCH)]
fn decorated() -> &'static str {
    VISITED.here();
    "decorated"
}

#[view(path = "/routed/{id:[0-9]+}", executor = DISPATCH)]
fn routed(id: u8) -> String {
    VISITED.here();
    id.to_string()
}

#[exception_view(executor = DISPATCH)]
fn failed(_error: Exception<HttpNotFound>) -> &'static str {
    VISITED.here();
    "failed"
}

fn application(with_tween: bool) -> TestApp {
    TestApp::new(|config| {
        let config = config.add_executor(&DISPATCH, ExecutorConfig::default()).set_root_factory(disk {});
        let config = config.add_view(show {}).add_view(show_later {}).add_view(decorated {}).add_view(routed {});
        if with_tween { config.add_tween(outer {}) } else { config }
    })
}

async fn visit(app: &TestApp, target: &str, text: &str) -> Vec<ThreadId> {
    assert_eq!(app.get(target).await.text(), text);
    VISITED.take()
}

#[tokio::test]
async fn below_a_sync_tween_all_that_blocks_shares_its_thread() {
    let _alone = ONE_BY_ONE.lock().await;
    let app = application(true);
    for (target, text, visits) in [("/disk/disk", "shown", 5), ("/routed/7", "7", 3), ("/disk/async", "later", 4)] {
        let visited = visit(&app, target, text).await;
        assert_eq!(visited, vec![visited[0]; visits], "{target}");
    }
}

/// A decorator is a coroutine, which may do other things beside its view.
#[tokio::test]
async fn a_decorated_view_is_not_handed_down() {
    let _alone = ONE_BY_ONE.lock().await;
    let visited = visit(&application(true), "/disk/decorated", "decorated").await;
    assert_eq!(visited[..4], vec![visited[0]; 4]);
    assert_ne!(visited[4], visited[0]);
}

#[tokio::test]
async fn an_exception_view_shares_the_tweens_thread_too() {
    let _alone = ONE_BY_ONE.lock().await;
    let app = TestApp::new(|config| {
        config.add_executor(&DISPATCH, ExecutorConfig::default()).add_view(failed {}).add_tween(outer {})
    });
    let visited = visit(&app, "/nowhere", "failed").await;
    assert_eq!(visited, [visited[0]; 2]);
}

#[tokio::test]
async fn without_a_tween_a_coroutine_holds_no_thread_after_a_blocking_walk() {
    let _alone = ONE_BY_ONE.lock().await;
    let app = application(false);
    assert_eq!(visit(&app, "/disk/async", "later").await.len(), 3);
    let before = DISPATCH.executor().unwrap().metrics().completed;
    assert_eq!(visit(&app, "/disk", "shown").await.len(), 3);
    // Root and walk together, and the view: both are handed over from the event loop.
    assert_eq!(DISPATCH.executor().unwrap().metrics().completed - before, 2);
}

/// What a folder of the tree below says of itself, which is one of these, and what it has visited.
struct Mixed;

struct Awaited;

#[resource(executor = DISPATCH)]
impl Mixed {
    fn item(&self, name: &str) -> Option<AnyResource> {
        VISITED.here();
        match name {
            "disk" => Some(Disk.into()),
            "awaited" => Some(Awaited.into()),
            _ => None,
        }
    }
}

#[resource]
impl Awaited {
    async fn item(&self, name: &str) -> Option<AnyResource> {
        tokio::task::yield_now().await;
        VISITED.here();
        match name {
            "disk" => Some(Disk.into()),
            "elsewhere" => Some(Elsewhere.into()),
            _ => None,
        }
    }
}

static ELSEWHERE: ExecutorKey = ExecutorKey::new("elsewhere");

struct Elsewhere;

#[resource(executor = ELSEWHERE)]
impl Elsewhere {
    fn item(&self, _: &str) -> Option<AnyResource> {
        VISITED.here();
        None
    }
}

#[root_factory(executor = DISPATCH)]
fn chosen(request: &Request) -> AnyResource {
    VISITED.here();
    match request.header("x-root") {
        Some("awaited") => Awaited.into(),
        Some("elsewhere") => Elsewhere.into(),
        _ => Mixed.into(),
    }
}

#[view(context = _)]
async fn seen() -> &'static str {
    "seen"
}

/// The job of the factory walks on while it need not wait for anybody.
#[tokio::test]
async fn a_walk_goes_on_where_the_root_was_made() {
    let _alone = ONE_BY_ONE.lock().await;
    let app = TestApp::new(|config| {
        let config = config.add_executor(&DISPATCH, ExecutorConfig::default());
        let config = config.add_executor(&ELSEWHERE, ExecutorConfig::default());
        config.set_root_factory(chosen {}).add_view(seen {})
    });
    let here = thread::current().id();
    for (root, path, jobs, on_the_loop) in [
        ("mixed", "/disk/disk", 1, 0),
        ("mixed", "/", 1, 0),
        ("awaited", "/disk", 1, 1),
        ("awaited", "/disk/disk", 2, 1),
        ("elsewhere", "/", 1, 0),
    ] {
        let completed = || DISPATCH.executor().unwrap().metrics().completed;
        let before = completed();
        assert_eq!(app.request(Method::GET, path).header("x-root", root).await.text(), "seen", "{root} {path}");
        let visited = VISITED.take();
        assert_eq!(completed() - before, jobs, "{root} {path}");
        assert_eq!(visited.iter().filter(|thread| **thread == here).count(), on_the_loop, "{root} {path}");
    }
    let elsewhere = app.request(Method::GET, "/x").header("x-root", "elsewhere").await;
    assert_eq!(elsewhere.status(), StatusCode::NOT_FOUND);
    let visited = VISITED.take();
    assert_eq!(visited.len(), 2);
    assert_ne!(visited[0], visited[1]);
}
