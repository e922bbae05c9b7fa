//! Everything that a scope may be taken with, in views and in tweens.

use pyramidion::executor::{ThreadKind, spawn_blocking_scope_with};
use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

#[derive(serde::Serialize)]
struct Page<'a> {
    path: &'a str,
}

async fn shown(value: impl std::fmt::Display) -> String {
    tokio::task::yield_now().await;
    assert_eq!(ThreadKind::current(), ThreadKind::EventLoop);
    value.to_string()
}

#[view(path = "/owned/{id}")]
fn owned(mut request: SyncRequest<'_>, id: u32) -> String {
    request.extensions_mut().insert(id);
    let inner: &Request = &request;
    let path = request.wait(async { shown(inner.path()).await });
    path + &request.wait(shown(id)) + request.into_request().method().as_str()
}

#[view(path = "/borrowed")]
fn borrowed(request: &SyncRequest<'_>) -> String {
    request.scope().wait(shown(request.path()))
}

#[view(path = "/short")]
#[allow(elided_lifetimes_in_paths)]
fn short(request: pyramidion::SyncRequest) -> String {
    request.wait(shown(1))
}

#[view(path = "/named")]
fn named<'scope>(scope: &'scope SyncScope<'scope>, request: SyncRequest<'scope>) -> String {
    deeper(scope) + &request.wait(shown(request.text().unwrap()))
}

#[view(path = "/scope/{id}", renderer = "string", mapper = executor)]
fn scope(id: u32, scope: &pyramidion::executor::SyncScope<'_>, body: Bytes) -> usize {
    scope.wait(shown(id)).len() + body.len()
}

#[view(path = "/rendered", renderer = "json")]
fn rendered<'a>(request: &'a Request, scope: &SyncScope<'_>) -> Page<'a> {
    assert_eq!(scope.wait(shown(7)), "7");
    Page { path: request.uri().path() }
}

#[view(path = "/lent", renderer = "string")]
fn lent<'a>(request: &'a SyncRequest<'_>) -> std::borrow::Cow<'a, str> {
    request.path()
}

#[websocket_view(path = "/websocket")]
fn websocket(mut ws: SyncWebsocket, scope: &SyncScope<'_>, request: SyncRequest<'_>) -> Result<(), WebsocketClosed> {
    ws.send(scope.wait(shown(7)) + &request.wait(shown(request.path())))
}

#[tween]
fn outer(request: SyncRequest<'_>, next: SyncNext) -> Response {
    let name = HeaderValue::from_str(&request.wait(shown("outer"))).unwrap();
    let mut response = next.call(request);
    response.headers_mut().insert("x-outer", name);
    response
}

#[tween]
fn inner(mut request: Request, scope: &SyncScope<'_>, next: SyncNext) -> Result<Response, HttpException> {
    scope.wait(request.read_body()).map_err(|_| HttpBadRequest::new())?;
    Ok(next.call(request))
}

fn deeper(scope: &SyncScope<'_>) -> String {
    let texts = [scope.wait(shown(1)), scope.wait(spawn_blocking_scope_with(|nested| nested.wait(shown(2))))];
    texts.concat()
}

fn app() -> TestApp {
    TestApp::new(|config| {
        let config = config.add_view(owned {}).add_view(borrowed {}).add_view(short {}).add_view(named {});
        config
            .add_view(lent {})
            .add_view(scope {})
            .add_view(rendered {})
            .add_view(websocket {})
            .add_tween(inner {})
            .add_tween(outer {})
    })
}

#[tokio::test]
async fn waits_on_its_thread() {
    let app = app();
    for (path, text) in [
        ("/owned/7", "/owned/77GET"),
        ("/borrowed", "/borrowed"),
        ("/short", "1"),
        ("/lent", "/lent"),
        ("/named", "12"),
        ("/scope/123", "3"),
        ("/rendered", r#"{"path":"/rendered"}"#),
    ] {
        let response = app.get(path).await;
        assert_eq!((response.text(), response.header("x-outer")), (text, Some("outer")), "{path}");
    }
}

#[tokio::test]
async fn waits_in_a_websocket_view() {
    let mut client = app().websocket("/websocket").await.unwrap();
    assert_eq!(client.recv().await, Some("7/websocket".into()));
}

/// Whatever the application's own mapper is, a view that waits has a thread to wait on.
#[tokio::test]
async fn the_view_says_that_it_needs_a_thread() {
    for mapper in [Mapper::Inline, Mapper::Coroutine] {
        let app = TestApp::new(|config| config.set_view_mapper(mapper).add_view(borrowed {}));
        assert_eq!(app.get("/borrowed").await.text(), "/borrowed");
    }
}
