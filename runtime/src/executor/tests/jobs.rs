//! The life of a job and of the thread that runs it.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::{block_on, executor, free_permits, poll_once, rounds, until};
use crate::executor::context::Context;
use crate::executor::job::{Outcome, Runnable, Task};
use crate::executor::scope::Ancestry;
use crate::executor::{Executor, ExecutorConfig, ExecutorError};

#[test]
fn a_future_of_a_job_is_send_and_owns_what_it_needs() {
    fn assert_send_static<T: Send + 'static>(value: T) -> T {
        value
    }
    let future = assert_send_static(executor(1).run(|| 7));
    assert_eq!(block_on(future).unwrap(), 7, "also when no handle to the executor is left");
}

#[test]
fn a_job_runs_inside_the_runtime_that_submitted_it() {
    block_on(async {
        let id = executor(1).run(|| Handle::current().id()).await.unwrap();
        assert_eq!(id, Handle::current().id());
    });
}

#[test]
fn without_a_runtime_no_job_runs() {
    let ran = Arc::new(AtomicBool::new(false));
    let job = {
        let ran = ran.clone();
        move || ran.store(true, Ordering::SeqCst)
    };
    let mut future = Box::pin(executor(1).run(job));
    let polled = future.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    assert!(matches!(polled, std::task::Poll::Ready(Err(ExecutorError::NoRuntime))));
    assert!(!ran.load(Ordering::SeqCst));
}

#[test]
fn a_future_that_is_dropped_unpolled_or_queued_never_runs_its_job() {
    block_on(async {
        let (executor, runs) = (executor(1), Arc::new(AtomicUsize::new(0)));
        let counted = || {
            let runs = runs.clone();
            move || runs.fetch_add(1, Ordering::SeqCst)
        };
        let (release, released) = mpsc::channel::<()>();
        let running = tokio::spawn(executor.run(move || released.recv()));
        until(|| free_permits(&executor) == 0).await;

        drop(executor.run(counted()));
        let mut queued = Box::pin(executor.run(counted()));
        poll_once(&mut queued).await;
        drop(queued);

        release.send(()).unwrap();
        running.await.unwrap().unwrap().unwrap();
        assert_eq!(executor.run(counted()).await.unwrap(), 0, "the first and only one that ran");
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn a_job_whose_caller_left_before_its_thread_came_never_runs() {
    block_on(async {
        let ran = Arc::new(AtomicBool::new(false));
        let job = {
            let ran = ran.clone();
            move || ran.store(true, Ordering::SeqCst)
        };
        let task = Task::new("late".into(), job, Handle::current(), Context::capture(&[]), Ancestry::default());
        task.abandon(|| ());
        assert_eq!(Arc::strong_count(&ran), 1, "the job is dropped at once");
        let mut outcome = None;
        task.run(&mut |how| outcome = Some(how));
        assert_eq!(outcome, Some(Outcome::Skipped));
        assert!(!ran.load(Ordering::SeqCst));
    });
}

#[test]
fn a_job_that_has_started_runs_to_its_end() {
    block_on(async {
        let executor = executor(1);
        let (started, has_started) = oneshot::channel();
        let (release, released) = mpsc::channel::<()>();
        let (ended, has_ended) = oneshot::channel();
        let mut running = Box::pin(executor.run(move || {
            started.send(()).unwrap();
            released.recv().unwrap();
            ended.send(()).unwrap();
        }));
        poll_once(&mut running).await;
        has_started.await.unwrap();
        drop(running);
        release.send(()).unwrap();
        has_ended.await.unwrap();
        executor.run(|| ()).await.expect("the permit came back");
    });
}

#[test]
fn a_thread_is_used_again() {
    block_on(async {
        let executor = executor(4);
        let first = executor.run(|| thread::current().id()).await.unwrap();
        until(|| executor.metrics().idle == 1).await;
        let second = executor.run(|| thread::current().id()).await.unwrap();
        assert_eq!(first, second);
    });
}

#[test]
fn the_thread_that_became_idle_last_is_used_first() {
    block_on(async {
        let executor = executor(2);
        let (release, released) = mpsc::channel::<()>();
        let long = tokio::spawn(executor.run(move || {
            released.recv().unwrap();
            thread::current().id()
        }));
        until(|| free_permits(&executor) == 1).await;
        let short = executor.run(|| thread::current().id()).await.unwrap();
        until(|| executor.metrics().idle == 1).await;
        release.send(()).unwrap();
        let long = long.await.unwrap().unwrap();
        until(|| executor.metrics().idle == 2).await;
        assert_ne!(short, long);
        assert_eq!(executor.run(|| thread::current().id()).await.unwrap(), long);
    });
}

/// Disconnects its channel when the thread ends on which it was set.
fn end_of_this_thread(sender: mpsc::Sender<()>) {
    thread_local!(static ALIVE: RefCell<Option<mpsc::Sender<()>>> = const { RefCell::new(None) });
    ALIVE.set(Some(sender));
}

#[test]
fn an_idle_thread_ends_after_its_time() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().idle_time(Duration::from_millis(1)));
        let (sender, ended) = mpsc::channel();
        executor.run(move || end_of_this_thread(sender)).await.unwrap();
        assert_eq!(ended.recv(), Err(mpsc::RecvError));
        assert_eq!(executor.metrics().idle, 0);
        assert_eq!(executor.run(|| 7).await.unwrap(), 7, "a new thread takes over");
    });
}

#[test]
fn no_job_is_lost_between_an_idle_thread_and_its_end() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().idle_time(Duration::from_nanos(1)));
        for round in 0..rounds(2_000, 15) {
            assert_eq!(executor.run(move || round).await.unwrap(), round);
        }
    });
}

#[test]
fn idle_threads_end_with_the_last_handle() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().idle_time(Duration::MAX));
        let (sender, ended) = mpsc::channel();
        executor.run(move || end_of_this_thread(sender)).await.unwrap();
        until(|| executor.metrics().idle == 1).await;
        drop(executor.clone());
        assert_eq!(ended.try_recv(), Err(mpsc::TryRecvError::Empty));
        drop(executor);
        assert_eq!(ended.recv(), Err(mpsc::RecvError));
    });
}

#[test]
#[cfg_attr(miri, ignore = "a thread in Miri has no stack to ask for")]
fn a_thread_that_cannot_start_is_an_error() {
    block_on(async {
        let more_than_any_machine_has = 1 << 60;
        let executor =
            Executor::new(ExecutorConfig::default().running_permits(1).stack_size(more_than_any_machine_has));
        for _ in 0..2 {
            let error = executor.run(|| panic!("must not run")).await.unwrap_err();
            assert!(matches!(error, ExecutorError::SpawnFailed(_)), "{error}");
        }
        assert_eq!(free_permits(&executor), 1);
    });
}

#[test]
fn threads_have_the_name_that_was_asked_for() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().thread_name("repo\0rts"));
        let name = executor.run(|| thread::current().name().map(str::to_owned)).await.unwrap();
        assert_eq!(name.as_deref(), Some("reports-0"));
    });
}

#[test]
fn no_permits_at_all_are_one() {
    block_on(async {
        assert_eq!(executor(0).run(|| 7).await.unwrap(), 7);
        assert_eq!(executor(usize::MAX).run(|| 7).await.unwrap(), 7);
    });
}
