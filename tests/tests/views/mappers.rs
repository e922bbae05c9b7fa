//! The table of mappers: a coroutine runs on the event loop, a plain function on a thread, unless somebody says otherwise.

use std::thread;

use pyramidion::executor::ThreadKind;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::http;

#[view(path = "/async")]
async fn coroutine() -> String {
    whereabouts()
}

#[view(path = "/sync")]
fn function() -> String {
    whereabouts()
}

#[view(path = "/async-coroutine", mapper = coroutine)]
async fn mapped_to_coroutine() -> String {
    whereabouts()
}

#[view(path = "/sync-executor", mapper = executor)]
fn mapped_to_executor() -> String {
    whereabouts()
}

#[view(path = "/sync-inline", mapper = inline)]
fn mapped_inline() -> String {
    whereabouts()
}

#[websocket_view(path = "/websocket")]
async fn websocket(_ws: Websocket) {}

#[websocket_view(path = "/sync-websocket")]
fn sync_websocket(_ws: SyncWebsocket) {}

/// Where a view runs, in the words of the mappers' table.
const EVENT_LOOP: &str = "event loop";
const SEPARATE_THREAD: &str = "a separate thread";

fn whereabouts() -> String {
    let pooled = thread::current().name().is_some_and(|name| name.starts_with("pyramidion-"));
    match (ThreadKind::current(), pooled) {
        (ThreadKind::EventLoop, false) => EVENT_LOOP.to_owned(),
        (ThreadKind::Executor, true) => SEPARATE_THREAD.to_owned(),
        (kind, _) => format!("{kind} `{:?}`", thread::current().name()),
    }
}

async fn whereabouts_of(targets: &[&str], configure: fn(Configurator) -> Configurator) -> Vec<String> {
    let server = TestServer::start(configure).await;
    let mut bodies = Vec::new();
    for target in targets {
        bodies.push(http::get(server.address(), target).await.body);
    }
    bodies
}

fn error_of(configure: fn(Configurator) -> Configurator) -> String {
    configure(Configurator::new()).try_make_router().unwrap_err().to_string()
}

#[tokio::test]
async fn by_default_the_signature_decides() {
    let ran = whereabouts_of(&["/async", "/sync"], |config| config.add_view(coroutine {}).add_view(function {})).await;
    assert_eq!(ran, [EVENT_LOOP, SEPARATE_THREAD]);
}

#[tokio::test]
async fn a_view_chooses_its_mapper() {
    let targets = ["/async-coroutine", "/sync-executor", "/sync-inline"];
    let ran = whereabouts_of(&targets, |config| {
        config.add_view(mapped_to_coroutine {}).add_view(mapped_to_executor {}).add_view(mapped_inline {})
    });
    assert_eq!(ran.await, [EVENT_LOOP, SEPARATE_THREAD, EVENT_LOOP]);
}

#[tokio::test]
async fn an_application_chooses_for_views_that_do_not() {
    let targets = ["/async", "/sync", "/sync-executor"];
    let ran = whereabouts_of(&targets, |config| {
        let config = config.set_view_mapper(Mapper::Inline);
        config.add_view(coroutine {}).add_view(function {}).add_view(mapped_to_executor {})
    });
    assert_eq!(ran.await, [EVENT_LOOP, EVENT_LOOP, SEPARATE_THREAD]);
}

#[test]
fn a_coroutine_cannot_be_mapped_to_the_executor() {
    let error = error_of(|config| config.set_view_mapper(Mapper::Executor).add_view(coroutine {}));
    assert!(error.contains("coroutine `coroutine` mapped to the executor"), "{error}");
    assert!(error.contains("--> tests/tests/views/mappers.rs:"), "{error}");
    assert!(error.contains("help: "), "{error}");
}

#[test]
fn a_plain_function_cannot_be_mapped_to_coroutine() {
    let error = error_of(|config| config.set_view_mapper(Mapper::Coroutine).add_view(function {}));
    assert!(error.contains("non-coroutine `function` mapped to coroutine"), "{error}");
}

#[test]
fn websocket_views_have_mappers_of_their_own() {
    for mapper in [Mapper::Executor, Mapper::Coroutine, Mapper::Inline] {
        let config = Configurator::new().set_view_mapper(mapper).add_view(websocket {}).add_view(sync_websocket {});
        assert!(config.try_make_router().is_ok(), "{mapper}");
    }
}

#[tokio::test]
async fn the_function_stays_callable() {
    assert_eq!(coroutine().await, EVENT_LOOP);
    assert_eq!(mapped_inline(), EVENT_LOOP);
    assert_eq!(spawn_blocking_scope(function).await, SEPARATE_THREAD);
}
