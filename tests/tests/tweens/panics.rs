//! A panic in a tween or below it is a 500 that the tweens above see, with its cause in the log.

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, log};

use crate::mark;

#[tween]
pub(crate) async fn fragile(request: Request, next: Next) -> Response {
    let path = request.path().into_owned();
    let response = next.call(request).await;
    assert!(path != "/", "async tween on purpose");
    response
}

#[tween]
fn fragile_sync(request: Request, next: SyncNext) -> Response {
    let path = request.path().into_owned();
    let response = next.call(request);
    assert!(path != "/", "plain tween on purpose");
    response
}

#[tween]
async fn above(request: Request, next: Next) -> Response {
    mark(next.call(request).await, "above")
}

#[tween]
fn above_sync(request: Request, next: SyncNext) -> Response {
    mark(next.call(request), "above_sync")
}

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

#[view(path = "/well")]
async fn well() -> &'static str {
    "well"
}

#[view(path = "/panic")]
fn panic() -> StatusCode {
    panic!("view under tweens on purpose")
}

async fn assert_panics(configure: fn(Configurator) -> Configurator, target: &str, name: &str, cause: &str) {
    log::capture();
    let server = TestServer::start(|config| {
        let config = config.add_view(home {}).add_view(well {}).add_view(panic {});
        configure(config).add_tween(above {}).add_tween(above_sync {})
    })
    .await;
    let answer = http::send(server.address(), "GET", target, "Accept: application/json\r\n", "").await;
    assert_eq!((answer.status, answer.header("content-type")), (500, "application/json"));
    assert_eq!(answer.headers("x-tweens"), ["above", "above_sync"]);
    assert!(!answer.body.contains(cause), "{}", answer.body);
    let lines = log::lines_with(cause);
    assert!(!lines.is_empty() && lines.iter().all(|line| line.contains(name)), "{}", log::text());
    assert_eq!(http::get(server.address(), "/well").await.body, "well", "the server goes on");
}

#[tokio::test]
async fn in_a_coroutine() {
    let configure = |config: Configurator| config.add_tween(fragile {});
    assert_panics(configure, "/", "tweens::panics::fragile\"", "async tween on purpose").await;
}

#[tokio::test]
async fn in_a_plain_function() {
    let configure = |config: Configurator| config.add_tween(fragile_sync {});
    assert_panics(configure, "/", "tweens::panics::fragile_sync\"", "plain tween on purpose").await;
}

#[tokio::test]
async fn in_the_view() {
    assert_panics(|config| config, "/panic", "tweens::panics::panic\"", "view under tweens on purpose").await;
}
