//! The leave to wait, from a client's request to its answer.

#![allow(clippy::unwrap_used)]

use pyramidion::executor::{ThreadKind, spawn_blocking_scope_with, synchronize};
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, log};

async fn load(id: u64) -> Result<String, HttpException> {
    assert_eq!(ThreadKind::current(), ThreadKind::EventLoop);
    tokio::task::yield_now().await;
    if id == 0 { Err(HttpNotFound::new().detail("there is no user 0").into()) } else { Ok(format!("user {id}")) }
}

#[view(path = "/users/{id}")]
fn user(request: SyncRequest<'_>, id: u64) -> Result<String, HttpException> {
    assert_eq!(ThreadKind::current(), ThreadKind::Executor);
    let user = request.wait(load(id))?;
    Ok(format!("{user} from {}", request.path()))
}

#[view(path = "/together")]
fn together(scope: &SyncScope<'_>) -> String {
    let (one, other) = scope.wait(async { tokio::join!(load(1), load(2)) });
    format!("{} and {}", one.unwrap(), other.unwrap())
}

/// Down and up again: each level waits on a thread of its own for the next.
fn descend(scope: &SyncScope<'_>, depth: u32) -> u32 {
    match depth {
        0 => 0,
        _ => scope.wait(spawn_blocking_scope_with(move |scope| descend(scope, depth - 1))) + 1,
    }
}

#[view(path = "/depth/{depth}")]
fn depth(request: &SyncRequest<'_>, depth: u32) -> String {
    descend(request.scope(), depth).to_string()
}

#[view(path = "/panic")]
fn panic(request: SyncRequest<'_>) -> String {
    request.wait(async { panic!("scope on purpose") })
}

/// What the compiler cannot see, because the ambient `synchronize` takes any future.
#[view(path = "/mistake")]
fn mistake(scope: &SyncScope<'_>) -> String {
    synchronize(async { scope.wait(load(7)).unwrap() })
}

const LINE_OF_THE_MISTAKE: u32 = line!() - 3;

/// Reads the body by its own hand, and hands the request on as it got it.
#[tween]
fn measured(mut request: SyncRequest<'_>, next: SyncNext) -> Result<Response, HttpException> {
    let scope = request.scope();
    let length = scope.wait(request.read_body()).map_err(|_| HttpBadRequest::new())?.len();
    let mut response = next.call(request);
    response.headers_mut().insert("x-length", HeaderValue::from(length));
    Ok(response)
}

#[tween]
fn checked(request: Request, scope: &SyncScope<'_>, next: SyncNext) -> Result<Response, HttpException> {
    scope.wait(load(u64::from(request.query().unwrap().get("banned").is_none())))?;
    Ok(next.call(request))
}

async fn serve() -> TestServer {
    log::capture();
    TestServer::start(|config| config.scan(package!()).add_tween(measured {}).add_tween(checked {})).await
}

async fn assert_answers(expected: &[(&str, u16, &str)]) {
    let server = serve().await;
    for (target, status, body) in expected {
        let answer = http::get(server.address(), target).await;
        assert_eq!(answer.status, *status, "{target}: {}", log::text());
        assert!(answer.body.contains(body), "{target}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_view_waits_with_its_request() {
    assert_answers(&[
        ("/users/7", 200, "user 7 from /users/7"),
        ("/users/0", 404, "there is no user 0"),
        ("/together", 200, "user 1 and user 2"),
    ])
    .await;
}

#[tokio::test]
async fn at_any_depth() {
    assert_answers(&[("/depth/0", 200, "0"), ("/depth/64", 200, "64")]).await;
}

#[tokio::test]
async fn tweens_wait_around_views_that_wait() {
    assert_answers(&[("/users/7?banned", 404, "there is no user 0")]).await;
    let server = serve().await;
    let answer = http::get(server.address(), "/users/7").await;
    assert_eq!((answer.status, answer.header("x-length")), (200, "0"));
}

#[tokio::test]
async fn a_panic_passes_to_the_waiting_view() {
    assert_answers(&[("/panic", 500, "500 Internal Server Error"), ("/users/7", 200, "user 7")]).await;
    let lines = log::lines_with("scope on purpose");
    assert!(lines.iter().any(|line| line.contains("bridge_scopes::panic")), "{}", log::text());
}

#[tokio::test]
async fn waiting_inside_of_a_wait_is_an_error_that_names_the_line() {
    assert_answers(&[("/mistake", 500, "500 Internal Server Error")]).await;
    let lines = log::lines_with("cannot wait for a coroutine");
    let told = format!("at {}:{LINE_OF_THE_MISTAKE}:", file!());
    assert!(lines.iter().any(|line| line.contains(&told)), "{told} is not in {}", log::text());
}
