//! Sync and async code that call each other, through views.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use pyramidion::executor::ThreadKind;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, log};

/// A coroutine, for plain functions; under its second name for coroutines.
#[synchronize(keep = load_async)]
async fn load(id: u64) -> Result<String, HttpException> {
    tokio::task::yield_now().await;
    if id == 0 { Err(HttpNotFound::new().detail("there is no user 0").into()) } else { Ok(format!("user {id}")) }
}

/// Arguments may be borrowed: the caller waits.
#[synchronize]
async fn longest<'a>(texts: &'a [String]) -> &'a str {
    tokio::task::yield_now().await;
    texts.iter().map(String::as_str).max_by_key(|text| text.len()).unwrap_or_default()
}

#[synchronize]
async fn shown<T: std::fmt::Display + Sync>(value: &T) -> String {
    value.to_string()
}

/// A blocking function, for coroutines.
#[use_executor]
fn checksum(text: String) -> (u32, ThreadKind) {
    (text.bytes().map(u32::from).sum(), ThreadKind::current())
}

#[use_executor]
fn refuse() -> Result<u32, std::num::ParseIntError> {
    "many".parse()
}

struct Shelf {
    books: Vec<String>,
}

impl Shelf {
    #[synchronize]
    async fn first(&self) -> &str {
        tokio::task::yield_now().await;
        &self.books[0]
    }

    #[use_executor]
    fn count(self: Arc<Self>) -> usize {
        assert_eq!(ThreadKind::current(), ThreadKind::Executor);
        self.books.len()
    }
}

#[view(path = "/sync/{id}")]
fn sync_view(id: u64) -> Result<String, HttpException> {
    let texts = vec![load(id)?, shown(&id)];
    Ok(longest(&texts).to_owned())
}

#[view(path = "/async/{id}")]
async fn async_view(id: u64) -> Result<String, HttpException> {
    let user = load_async(id).await?;
    let (sum, thread) = checksum(user.clone()).await;
    assert_eq!((thread, ThreadKind::current()), (ThreadKind::Executor, ThreadKind::EventLoop));
    Ok(format!("{user} {sum}"))
}

#[view(path = "/methods")]
async fn methods(shelf: State<Arc<Shelf>>) -> String {
    let shelf = Arc::clone(&shelf);
    let count = Arc::clone(&shelf).count().await;
    spawn_blocking_scope(move || format!("{} of {count}", shelf.first())).await
}

/// Down and up again: coroutine, thread, coroutine, thread, and so on.
#[view(path = "/depth/{depth}")]
async fn depth(depth: u32) -> String {
    descend(depth).await.to_string()
}

#[use_executor]
fn descend(depth: u32) -> u32 {
    if depth == 0 { 0 } else { ascend(depth) }
}

#[synchronize]
async fn ascend(depth: u32) -> u32 {
    Box::pin(descend(depth - 1)).await + 1
}

#[view(path = "/error")]
async fn error() -> Result<String, std::num::ParseIntError> {
    refuse().await.map(|number| number.to_string())
}

/// The mistake that no compiler sees: waiting on the event loop.
#[view(path = "/mistake")]
async fn mistake() -> Result<String, HttpException> {
    load(7)
}

const LINE_OF_THE_MISTAKE: u32 = line!() - 3;

/// The same mistake, handled.
#[view(path = "/handled")]
async fn handled() -> String {
    match try_synchronize(load_async(7)) {
        Ok(_) => "waited on the event loop".to_owned(),
        Err(error) => error.into_inner().await.unwrap(),
    }
}

#[view(path = "/panic")]
async fn panic() -> String {
    spawn_blocking_scope(|| panic!("blocking scope on purpose")).await
}

async fn serve() -> TestServer {
    log::capture();
    let shelf = Arc::new(Shelf { books: vec!["SICP".to_owned(), "TAOCP".to_owned()] });
    TestServer::start(|config| config.add_state(shelf).scan(package!())).await
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
async fn a_plain_view_calls_coroutines_like_functions() {
    assert_answers(&[("/sync/7", 200, "user 7"), ("/sync/0", 404, "there is no user 0")]).await;
}

#[tokio::test]
async fn a_coroutine_awaits_blocking_functions() {
    assert_answers(&[("/async/7", 200, "user 7 534"), ("/async/0", 404, "there is no user 0"), ("/error", 500, "500")])
        .await;
}

#[tokio::test]
async fn methods_too() {
    assert_answers(&[("/methods", 200, "SICP of 2")]).await;
}

#[tokio::test]
async fn at_any_depth() {
    assert_answers(&[("/depth/100", 200, "100")]).await;
}

#[tokio::test]
async fn a_panic_passes_to_the_caller() {
    assert_answers(&[("/panic", 500, "500 Internal Server Error")]).await;
    let lines = log::lines_with("blocking scope on purpose");
    assert!(lines.iter().any(|line| line.contains("bridge::panic")), "{}", log::text());
}

#[tokio::test]
async fn waiting_on_the_event_loop_is_an_error_that_names_function_thread_and_line() {
    assert_answers(&[("/mistake", 500, "500 Internal Server Error"), ("/handled", 200, "user 7")]).await;
    let lines = log::lines_with("cannot wait for `bridge::load`");
    let [line] = &lines[..] else { panic!("{}", log::text()) };
    for told in [
        "bridge::mistake",
        &format!("at {}:{LINE_OF_THE_MISTAKE}:", file!()),
        "on the event loop thread `waiting_on_the_event_loop_is_an_error",
        "help: await the coroutine in an `async fn`",
    ] {
        assert!(line.contains(told), "{told} is not in {line}");
    }
}

#[test]
fn a_thread_of_ones_own_may_not_wait_either() {
    let error =
        std::thread::spawn(|| try_synchronize(load_async(7)).map(|_| ()).unwrap_err().to_string()).join().unwrap();
    assert!(error.contains("on the non-executor thread `<unnamed>`"), "{error}");
}
