//! Runtimes that end while jobs that were submitted in them have callers elsewhere.

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::mpsc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use super::{block_on, executor, free_permits, poll_once, runtime, until};
use crate::executor::{Executor, ExecutorError, synchronize};

type Answer = Pin<Box<dyn Future<Output = Result<(), ExecutorError>> + Send>>;

/// Starts a job in `runtime` and waits until it waits; gives the future of its value, which nobody awaits there.
fn start_waiting(runtime: &Runtime, executor: &Executor, job: impl FnOnce() + Send + 'static) -> Answer {
    let mut answer: Answer = Box::pin(executor.run(job));
    runtime.block_on(async {
        let before = executor.metrics().waiting;
        poll_once(&mut answer).await;
        until(|| executor.metrics().waiting == before + 1).await;
    });
    answer
}

fn assert_ended<T>(answer: Result<T, ExecutorError>) {
    assert!(matches!(answer, Err(ExecutorError::RuntimeEnded)));
}

/// One that nothing wakes, and one that the runtime wakes at its end.
fn start_both(runtime: &Runtime, executor: &Executor) -> [Answer; 2] {
    [
        start_waiting(runtime, executor, || synchronize(pending())),
        start_waiting(runtime, executor, || synchronize(tokio::time::sleep(Duration::from_secs(86_400)))),
    ]
}

#[test]
fn every_caller_elsewhere_learns_why_its_job_has_ended() {
    let one_thread = || Builder::new_current_thread().enable_all().build().unwrap();
    let workers = || Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for runtime in [one_thread(), workers()] {
        let executor = executor(1);
        let answers = start_both(&runtime, &executor);
        drop(runtime);
        block_on(async {
            for answer in answers {
                assert_ended(answer.await);
            }
            until(|| executor.metrics().interrupted == 2).await;
        });
        assert_eq!((executor.metrics().panicked, free_permits(&executor)), (0, 1));
    }
}

#[test]
fn the_waits_of_other_runtimes_go_on() {
    let (executor, ends, stays) = (executor(1), runtime(), runtime());
    let (event, happened) = oneshot::channel::<()>();
    let ending = start_waiting(&ends, &executor, || synchronize(pending()));
    let staying = start_waiting(&stays, &executor, || synchronize(happened).unwrap());
    drop(ends);
    stays.block_on(async {
        assert_ended(ending.await);
        until(|| executor.metrics().interrupted == 1).await;
        assert_eq!(executor.metrics().waiting, 1);
        event.send(()).unwrap();
        staying.await.unwrap();
    });
}

#[test]
fn a_job_that_ran_at_the_end_is_told_at_its_next_wait() {
    let (executor, runtime) = (executor(1), runtime());
    let (release, released) = mpsc::channel::<()>();
    let (event, happened) = oneshot::channel::<()>();
    // It has waited before, so that the runtime is known, and forgotten again.
    let answer = start_waiting(&runtime, &executor, move || {
        synchronize(happened).unwrap();
        let _ = released.recv();
        synchronize(pending::<()>());
    });
    event.send(()).unwrap();
    block_on(until(|| executor.metrics().running == 1));
    drop(runtime);
    assert_eq!(executor.metrics().running, 1, "it is not stopped");
    drop(release);
    assert_ended(block_on(answer));
}

#[test]
fn a_runtime_forgets_an_executor_that_is_gone() {
    let (executor, runtime) = (executor(1), runtime());
    let answers = start_both(&runtime, &executor);
    let tasks = || runtime.metrics().num_alive_tasks();
    runtime.block_on(async {
        until(|| tasks() == 1).await;
        drop((answers, executor));
        until(|| tasks() == 0).await;
    });
}

#[test]
fn a_timer_that_comes_after_the_end_panics_with_the_text_of_tokio() {
    let (executor, runtime) = (executor(1), runtime());
    let (release, released) = mpsc::channel::<()>();
    let mut answer: Answer = Box::pin(executor.run(move || {
        let _ = released.recv();
        synchronize(tokio::time::sleep(Duration::from_secs(86_400)));
    }));
    runtime.block_on(poll_once(&mut answer));
    drop((runtime, release));
    let error = block_on(answer).unwrap_err();
    assert!(error.panic_message().is_some_and(|text| text.contains("shutdown")), "{error}");
}
