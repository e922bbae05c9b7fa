//! A crate that denies all that it can.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused, nonstandard_style, unreachable_pub, rust_2018_idioms)]
#![deny(missing_debug_implementations, missing_copy_implementations, unused_qualifications, unused_lifetimes)]
#![deny(clippy::all, clippy::pedantic, let_underscore_drop, single_use_lifetimes, trivial_casts, unnameable_types)]
#![allow(clippy::unused_async, clippy::must_use_candidate, clippy::needless_pass_by_value)]

use pyramidion::prelude::*;

/// What the template shows.
#[derive(Debug, Clone, serde::Serialize, TemplateContext)]
struct Page {
    title: u32,
}

/// Every argument is made and none is used.
#[view(path = "/pages/{_id}", renderer = "home.jinja2")]
async fn page(_method: Method, _text: String) -> Page {
    Page { title: 7 }
}

/// With and without arguments.
#[view(path = "/", mapper = inline)]
fn home() -> &'static str {
    "home"
}

/// On a named route, with a body.
#[view(route_name = "number", request_method = ["PUT", "POST"], renderer = "json")]
async fn number(id: u32, Json(value): Json<u32>) -> Result<u32, std::io::Error> {
    Ok(id + value)
}

/// Without using anything but the websocket.
#[websocket_view(path = "/echo/{_room}")]
async fn echo(mut ws: Websocket, _query: Params<std::collections::HashMap<String, String>>) {
    ws.recv().await;
}

/// On a thread.
#[websocket_view(path = "/sync")]
fn echo_sync(mut ws: SyncWebsocket, _request: Request) -> Result<(), WebsocketClosed> {
    ws.send("hello")
}

/// One for each connection.
#[derive(Debug, WebsocketConnectionView)]
#[websocket(path = "/chat/{room}", use_str)]
struct Chat {
    ws: Websocket,
    room: String,
    #[default = 1]
    heard: u32,
}

impl WebsocketCallbacks for Chat {
    async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        self.heard += 1;
        self.room.push('!');
        self.send(message).await
    }
}

/// Around everything.
#[tween]
async fn outer(request: Request, next: Next) -> Response {
    next.call(request).await
}

/// Around everything but `outer`.
#[tween(under = outer)]
fn inner(request: Request, next: SyncNext) -> Result<Response, std::io::Error> {
    std::fs::metadata(".")?;
    Ok(next.call(request))
}

/// Waits.
#[synchronize(keep = load_async)]
async fn load(id: u64) -> Result<u64, std::num::ParseIntError> {
    let one: u64 = "1".parse()?;
    Ok(id + one)
}

/// Waits for nothing.
#[synchronize]
async fn nothing() {}

/// Counts.
#[derive(Clone, Copy, Debug)]
struct Counter {
    step: usize,
}

impl Counter {
    /// On a thread of its own executor.
    #[use_executor(clone_self, executor = REPORTS)]
    fn count(&self, (one, _): (usize, u8), text: &'static str, mut more: usize, _unused: u8) -> usize {
        more += self.step;
        one + more + text.len()
    }

    /// Without its type being seen.
    #[synchronize(keep = Self::limit_async)]
    async fn limit(factor: usize) -> usize {
        factor
    }
}

/// Where reports are written.
static REPORTS: ExecutorKey = ExecutorKey::new("strict reports");

/// Waits with its request.
#[view(path = "/waits", executor = REPORTS)]
fn waits(request: SyncRequest<'_>, _scope: &SyncScope<'_>) -> String {
    request.wait(std::future::ready(request.path().into_owned()))
}

/// Waits in its websocket.
#[websocket_view(path = "/sync/waits", executor = REPORTS)]
fn waits_in_a_websocket(mut ws: SyncWebsocket, scope: &SyncScope<'_>) -> Result<(), WebsocketClosed> {
    ws.send(scope.wait(std::future::ready("hello")))
}

/// Waits around everything.
#[tween(executor = REPORTS)]
fn around(request: SyncRequest<'_>, next: SyncNext) -> Response {
    request.wait(std::future::ready(()));
    next.call(request)
}

/// Blocks.
#[use_executor]
fn hash(mut text: String) -> usize {
    text.push('!');
    text.len()
}

/// Made for each request.
#[derive(Debug)]
struct Editor {
    request: Request,
}

#[views]
#[view_defaults(path = "/editor/{_id}", executor = REPORTS)]
impl Editor {
    /// Makes one.
    const fn new(request: Request) -> Self {
        Self { request }
    }

    /// On the event loop.
    #[view(request_method = "GET", renderer = "home.jinja2")]
    async fn show(&self) -> Page {
        Page { title: 8 }
    }

    /// On a thread.
    #[view(request_method = "POST", renderer = "json")]
    fn save(&mut self, scope: &SyncScope<'_>) -> Result<u32, JsonError> {
        scope.wait(std::future::ready(()));
        self.request.json()
    }

    /// Of nothing.
    #[view(request_method = "DELETE")]
    fn remove(self) -> String {
        self.request.path().into_owned()
    }
}

/// A tree, each of whose functions runs in another way.
#[derive(Clone, Debug)]
struct Tree {
    owner: Option<&'static str>,
    path: String,
}

#[resource(executor = REPORTS)]
impl Tree {
    /// The same again.
    async fn item(&self, _name: &str) -> Result<Option<Tree>, std::io::Error> {
        Ok(Some(self.clone()))
    }

    /// Its owner may look at it.
    fn acl(&self) -> Option<Vec<pyramidion::acl::Ace>> {
        self.owner.map(|owner| vec![pyramidion::acl::allow(owner, "view")])
    }
}

/// In memory.
#[derive(Debug)]
struct Branches(Vec<Leaf>);

#[resource(mapper = inline)]
impl Branches {
    const ACL: [pyramidion::acl::Ace; 0] = [];

    /// By its place.
    fn item(&self, name: &str) -> Option<Leaf> {
        self.0.get(name.parse::<usize>().ok()?).copied()
    }
}

/// Without children.
#[resource]
#[derive(Clone, Copy, Debug)]
struct Leaf;

/// Where it begins.
#[root_factory]
fn tree(_request: &Request) -> Result<Tree, std::io::Error> {
    let path = std::env::current_dir()?.display().to_string();
    Ok(Tree { owner: None, path })
}

/// Where another one begins.
#[root_factory]
async fn branches() -> Branches {
    Branches(vec![Leaf])
}

#[tokio::test]
async fn trees_are_used() {
    let _: [&dyn pyramidion::traversal::RootFactory; 2] = [&tree {}, &branches {}];
    let root = AnyResource::new(branches().await);
    assert!(pyramidion::traversal::find_resource(&root, "/0").await.unwrap().resource().is::<Leaf>());
    let tree = tree(&pyramidion::testing::TestRequest::get("/").build()).unwrap();
    assert!(!tree.path.is_empty());
    let below = pyramidion::traversal::find_resource(AnyResource::new(tree), "/a/b").await.unwrap();
    let _ = REPORTS.configure(pyramidion::executor::ExecutorConfig::default());
    assert!(pyramidion::traversal::acl_of(below.resource()).await.unwrap().is_none());
}

#[tokio::test]
async fn everything_is_used() {
    let config = Configurator::new().add_route("number", "/numbers/{id}").add_view(page {}).add_view(home {});
    let config = config.add_view(number {}).add_view(echo {}).add_view(echo_sync {}).add_view_type::<Chat>();
    REPORTS.configure(pyramidion::executor::ExecutorConfig::default()).unwrap();
    let config = config.add_view(waits {}).add_view(waits_in_a_websocket {}).add_tween(around {});
    let _router = config.add_views::<Editor>().add_tween(outer {}).add_tween(inner {}).try_make_router().unwrap();
    assert_eq!(Counter { step: 1 }.count((2, 0), "three", 0, 0).await, 8);
    assert_eq!(spawn_blocking_scope(|| Counter::limit(1)).await, Counter::limit_async(1).await);
    assert_eq!(spawn_blocking_scope(|| load(1)).await.unwrap(), load_async(1).await.unwrap());
    spawn_blocking_scope(nothing).await;
    assert_eq!(hash("text".to_owned()).await, 5);
}
