//! A panic anywhere leaves the thread, the scope and the permits as they were.

use std::future::Future;
use std::panic::catch_unwind;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::yield_now;

use super::{block_on, executor, free_permits, until};
use crate::executor::{Executor, ThreadKind, refused_by_panic, run_function, spawn_blocking_scope, synchronize};

fn assert_job_may_wait() {
    assert_eq!(ThreadKind::current(), ThreadKind::Executor);
    synchronize(yield_now());
}

/// One permit: a lost one would leave the second job waiting for ever, an extra one would not be `1`.
async fn assert_unharmed(executor: &Executor) {
    until(|| executor.metrics().idle == 1).await;
    executor.run(assert_job_may_wait).await.unwrap();
    assert_eq!(free_permits(executor), 1);
}

#[test]
fn in_a_job() {
    block_on(async {
        let executor = executor(1);
        let error = executor.run(|| panic!("job {}", 7)).await.unwrap_err();
        assert_eq!(error.panic_message(), Some("job 7"));
        assert_unharmed(&executor).await;
    });
}

#[test]
fn in_the_poll_of_what_a_job_waits_for() {
    block_on(async {
        let executor = executor(1);
        let job = || {
            let first_poll = catch_unwind(|| synchronize(async { panic!("at once") }));
            assert!(first_poll.is_err());
            assert_job_may_wait();
            synchronize(async {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                panic!("after a wait")
            });
        };
        let error = executor.run(job).await.unwrap_err();
        assert_eq!(error.panic_message(), Some("after a wait"));
        assert_unharmed(&executor).await;
    });
}

struct PanicsInDrop;

impl Future for PanicsInDrop {
    type Output = ();
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

impl Drop for PanicsInDrop {
    fn drop(&mut self) {
        assert_job_may_wait();
        panic!("in drop")
    }
}

#[test]
fn in_the_drop_of_what_a_job_waits_for() {
    block_on(async {
        let executor = executor(1);
        let job = || {
            assert!(catch_unwind(|| synchronize(PanicsInDrop)).is_err());
            assert_job_may_wait();
        };
        executor.run(job).await.unwrap();
        assert_unharmed(&executor).await;
    });
}

#[test]
fn in_the_drop_of_a_value_that_nobody_waits_for_any_more() {
    block_on(async {
        let executor = executor(1);
        let (started, is_started) = tokio::sync::oneshot::channel();
        let (release, released) = std::sync::mpsc::channel::<()>();
        let mut running = Box::pin(executor.run(move || {
            started.send(()).unwrap();
            let _ = released.recv();
            PanicsInDropAnywhere
        }));
        super::poll_once(&mut running).await;
        is_started.await.unwrap();
        drop(running);
        drop(release);
        until(|| executor.metrics().orphaned == 1).await;
        assert_unharmed(&executor).await;
    });
}

struct PanicsInDropAnywhere;

impl Drop for PanicsInDropAnywhere {
    fn drop(&mut self) {
        panic!("dropped unused")
    }
}

#[test]
fn goes_on_in_the_caller_of_a_blocking_scope() {
    let payload = catch_unwind(|| block_on(spawn_blocking_scope(|| panic!("from the job")))).unwrap_err();
    assert_eq!(*payload.downcast::<&str>().unwrap(), "from the job");
    let payload =
        catch_unwind(|| block_on(run_function("seven", None, refused_by_panic, || std::panic::panic_any(7_u8))))
            .unwrap_err();
    assert_eq!(*payload.downcast::<u8>().unwrap(), 7);
}

#[test]
fn crosses_nested_waits() {
    block_on(async {
        let executor = executor(1);
        let inner = executor.clone();
        let job = move || synchronize(inner.run(|| panic!("innermost"))).unwrap_err().to_string();
        let text = executor.run(job).await.unwrap();
        assert!(text.starts_with("a job of the executor panicked: innermost\n"), "{text}");
    });
}
