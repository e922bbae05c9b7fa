//! A module in which no name of the standard library's is known.

#![no_implicit_prelude]

use ::pyramidion::prelude::{
    Configurator, ExecutorKey, Message, Next, Request, Response, SyncNext, SyncRequest, SyncScope, SyncWebsocket,
    TemplateContext, Websocket, WebsocketCallbacks, WebsocketClosed, WebsocketConnectionView, synchronize, tween,
    use_executor, view, views, websocket_view,
};

#[derive(::serde::Serialize, TemplateContext)]
struct Page {
    title: u32,
}

#[view(path = "/pages/{id}", renderer = "home.jinja2")]
async fn page(id: u32) -> Page {
    Page { title: id }
}

#[view(route_name = "home")]
fn home(id: u32, request: &Request) -> ::std::string::String {
    ::std::format!("{id} {}", request.method())
}

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> ::core::result::Result<(), WebsocketClosed> {
    ws.recv().await;
    ::core::result::Result::Ok(())
}

static REPORTS: ExecutorKey = ExecutorKey::new("no prelude");

#[view(path = "/waits", executor = REPORTS)]
fn waits(request: SyncRequest<'_>) -> ::std::string::String {
    request.wait(::core::future::ready(request.path().into_owned()))
}

#[tween(executor = REPORTS)]
fn around(request: Request, scope: &SyncScope<'_>, next: SyncNext) -> Response {
    scope.wait(::core::future::ready(()));
    next.call(request)
}

#[derive(::core::clone::Clone)]
struct Counter(usize);

impl Counter {
    #[use_executor(executor = REPORTS, clone_self)]
    fn count(&self, (one, _): (usize, u8)) -> usize {
        self.0 + one
    }
}

#[websocket_view(path = "/sync")]
fn echo_sync(mut ws: SyncWebsocket) {
    ws.recv();
}

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat")]
struct Chat {
    ws: Websocket,
    #[default]
    heard: u32,
}

impl WebsocketCallbacks for Chat {
    async fn on_message(&mut self, _: Message) -> ::core::result::Result<(), WebsocketClosed> {
        self.heard += 1;
        ::core::result::Result::Ok(())
    }
}

#[tween]
async fn outer(request: Request, next: Next) -> Response {
    next.call(request).await
}

#[tween(under = [outer, INGRESS], over = MAIN)]
fn inner(request: Request, next: SyncNext) -> Response {
    next.call(request)
}

#[synchronize(keep = load_async)]
async fn load(id: u64) -> u64 {
    id
}

#[use_executor]
fn hash(id: u64) -> u64 {
    id
}

struct Editor(u32);

#[views]
impl Editor {
    fn new(id: u32) -> ::core::result::Result<Self, ::pyramidion::httpexceptions::HttpNotFound> {
        ::core::result::Result::Ok(Self(id))
    }

    #[view(path = "/editor/{id}")]
    async fn show(&self, request: &Request) -> ::std::string::String {
        ::std::format!("{} {}", self.0, request.method())
    }

    #[view(path = "/editor/{id}/page", renderer = "home.jinja2")]
    fn page(&mut self) -> Page {
        Page { title: self.0 }
    }
}

#[test]
fn everything_is_registered() {
    let config = Configurator::new().add_route("home", "/{id}").add_view(home {}).add_view(page {}).add_view(echo {});
    let config = config.add_view(echo_sync {}).add_view_type::<Chat>().add_tween(outer {}).add_tween(inner {});
    REPORTS.configure(::core::default::Default::default()).unwrap();
    let config = config.add_view(waits {}).add_tween(around {}).add_views::<Editor>();
    ::core::assert!(config.try_make_router().is_ok());
    let _ = (load, load_async, hash, Counter(1).count((1, 1)));
}
