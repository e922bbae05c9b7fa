//! Every kind of thread against every entry.

use std::future::{Ready, ready};
use std::panic::catch_unwind;
use std::thread;

use tokio::runtime::Builder;
use tokio::task::{LocalSet, spawn_local};

use super::{block_on, executor};
use crate::executor::{
    ScopeError, SyncScope, ThreadKind, spawn_blocking_scope, spawn_blocking_scope_with, synchronize,
    synchronize_function, try_synchronize,
};

const TRIED_AT: u32 = line!() + 2;
fn tried() -> Result<u8, ScopeError<Ready<u8>>> {
    try_synchronize(ready(7))
}

const SYNCHRONIZED_AT: u32 = line!() + 2;
fn synchronized() -> u8 {
    synchronize(ready(7))
}

const FUNCTION_AT: u32 = line!() + 2;
fn function() -> u8 {
    synchronize_function("load_user", ready(7))
}

const TOKEN_AT: u32 = line!() + 2;
fn token() -> u8 {
    SyncScope::enter(|scope| scope.wait(ready(7)))
}

fn panic_text(call: fn() -> u8) -> String {
    *catch_unwind(call).unwrap_err().downcast::<String>().unwrap()
}

fn assert_may_wait() {
    assert_eq!(ThreadKind::current(), ThreadKind::Executor);
    assert_eq!((tried().unwrap(), synchronized(), function(), token()), (7, 7, 7, 7));
}

fn assert_may_not_wait(kind: ThreadKind, because: &str) {
    assert_eq!(ThreadKind::current(), kind);
    let name = thread::current().name().unwrap_or("<unnamed>").to_owned();
    let file = file!();
    let text = |what: &str, line: u32, call: &str| {
        format!(
            "cannot wait for {what} at {file}:{line}:5 on the {kind} `{name}`: {because}\n\
             help: await the coroutine in an `async fn`, or call from `spawn_blocking_scope(|| {call}).await`"
        )
    };

    let error = tried().unwrap_err();
    assert_eq!(error.to_string(), text("a coroutine", TRIED_AT, "synchronize(…)"));
    assert_eq!((error.function(), error.thread_kind(), error.thread_name()), (None, kind, thread::current().name()));
    assert_eq!((error.location().file(), error.location().line()), (file, TRIED_AT));
    assert_eq!(panic_text(synchronized), text("a coroutine", SYNCHRONIZED_AT, "synchronize(…)"));
    assert_eq!(panic_text(function), text("`load_user`", FUNCTION_AT, "load_user(…)"));
    assert_eq!(panic_text(token), text("a coroutine", TOKEN_AT, "synchronize(…)"));
}

fn assert_is_event_loop() {
    assert_may_not_wait(ThreadKind::EventLoop, "it would hold up all the tasks there");
}

fn assert_is_outside() {
    assert_may_not_wait(ThreadKind::Outside, "only threads of an executor may wait");
}

#[test]
fn a_job_may_wait() {
    block_on(spawn_blocking_scope(assert_may_wait));
    block_on(executor(1).run(assert_may_wait)).unwrap();
}

#[test]
fn a_worker_may_not_wait() {
    let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("worker").build().unwrap();
    runtime.block_on(runtime.spawn(async { assert_is_event_loop() })).unwrap();
}

#[test]
fn a_task_on_the_thread_of_its_runtime_may_not_wait() {
    block_on(async { tokio::spawn(async { assert_is_event_loop() }).await }).unwrap();
    let local = LocalSet::new();
    block_on(local.run_until(async { spawn_local(async { assert_is_event_loop() }).await })).unwrap();
}

#[test]
fn a_worker_that_blocks_in_place_may_not_wait() {
    let runtime = Builder::new_multi_thread().worker_threads(1).build().unwrap();
    runtime.block_on(runtime.spawn(async { tokio::task::block_in_place(assert_is_event_loop) })).unwrap();
}

#[test]
fn a_thread_that_entered_a_runtime_may_not_wait() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let entered = runtime.enter();
    assert_is_event_loop();
    drop(entered);
    assert_is_outside();
}

#[test]
fn the_root_of_a_runtime_may_not_wait() {
    block_on(async { assert_is_event_loop() });
    Builder::new_multi_thread().worker_threads(1).build().unwrap().block_on(async { assert_is_event_loop() });
}

#[test]
fn a_blocking_thread_of_tokio_may_not_wait() {
    block_on(async { tokio::task::spawn_blocking(assert_is_event_loop).await }).unwrap();
}

#[test]
fn other_threads_may_not_wait() {
    assert_is_outside();
    thread::spawn(assert_is_outside).join().unwrap();
    thread::Builder::new().name("plain".to_owned()).spawn(assert_is_outside).unwrap().join().unwrap();
}

#[test]
fn what_a_wait_polls_may_not_wait_itself() {
    block_on(spawn_blocking_scope(|| {
        synchronize(async {
            assert_is_event_loop();
            tokio::task::yield_now().await;
            assert_is_event_loop();
        });
        assert_may_wait();
    }));
}

#[test]
fn a_token_of_a_job_may_not_wait_in_what_the_job_polls() {
    block_on(spawn_blocking_scope_with(|scope| {
        const LINE: u32 = line!() + 1;
        let waits = || scope.wait(ready(7));
        let text = synchronize(async { *catch_unwind(waits).unwrap_err().downcast::<String>().unwrap() });
        let expected = format!("cannot wait for a coroutine at {}:{LINE}:30 on the event loop thread `", file!());
        assert!(text.starts_with(&expected), "{text}");
        assert_eq!(waits(), 7, "and afterwards it may");
    }));
}

#[test]
fn a_thread_that_a_job_starts_is_outside() {
    block_on(spawn_blocking_scope(|| thread::spawn(assert_is_outside).join().unwrap()));
}

#[test]
fn a_thread_between_jobs_is_no_executor_thread() {
    struct AtThreadEnd(std::sync::mpsc::Sender<ThreadKind>);
    impl Drop for AtThreadEnd {
        fn drop(&mut self) {
            self.0.send(ThreadKind::current()).unwrap();
        }
    }
    thread_local!(static AT_END: std::cell::RefCell<Option<AtThreadEnd>> = const { std::cell::RefCell::new(None) });

    let (sender, kinds) = std::sync::mpsc::channel();
    let executor = executor(1);
    block_on(executor.run(move || AT_END.set(Some(AtThreadEnd(sender))))).unwrap();
    drop(executor);
    assert_eq!(kinds.recv().unwrap(), ThreadKind::Outside);
}

#[test]
fn the_future_survives_a_scope_error() {
    let text = String::from("borrowed");
    let error = try_synchronize(async { text.len() }).unwrap_err();
    let _: &dyn std::error::Error = &error;
    assert!(format!("{error:?}").starts_with("ScopeError { function: None, thread_kind: Outside, "), "{error:?}");
    assert_eq!(block_on(error.into_inner()), 8);

    let ready = tried().unwrap_err();
    assert_eq!(ready.future().clone().into_inner(), 7);
    assert_eq!(block_on(spawn_blocking_scope(|| synchronize(ready.into_inner()))), 7);
}
