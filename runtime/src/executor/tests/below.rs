//! Jobs that the thread runs which waits for them.

use std::thread;

use super::{block_on, executor, free_permits, poll_once, until};
use crate::executor::{ThreadKind, poll_apart, stop_handing_down, synchronize, synchronize_below};

#[test]
fn what_a_thread_waits_for_directly_it_runs_itself() {
    block_on(async {
        let executor = executor(1);
        let inner = executor.clone();
        let job = move || {
            let below = synchronize_below(async {
                tokio::task::yield_now().await;
                let counted = inner.clone();
                let job = move || (thread::current().id(), ThreadKind::current(), counted.metrics().running);
                let seen = inner.run_below("below".into(), job).await.unwrap();
                tokio::task::yield_now().await;
                seen
            });
            assert_eq!(below, (thread::current().id(), ThreadKind::Executor, 1), "with the permit of the waiting job");
        };
        executor.run(job).await.unwrap();
        let metrics = executor.metrics();
        assert_eq!((metrics.completed, metrics.threads, free_permits(&executor)), (1, 1, 1));
    });
}

#[test]
fn it_nests_and_each_level_may_wait() {
    fn descend(executor: crate::executor::Executor, depth: u32) -> u32 {
        synchronize(tokio::task::yield_now());
        if depth == 0 {
            return 0;
        }
        let below = executor.clone();
        let waited =
            async move { below.run_below("below".into(), move || descend(executor, depth - 1)).await.unwrap() };
        synchronize_below(waited) + 1
    }
    block_on(async {
        let executor = executor(1);
        let inner = executor.clone();
        assert_eq!(executor.run(move || descend(inner, 32)).await.unwrap(), 32);
        assert_eq!(executor.metrics().threads, 1);
    });
}

#[test]
fn elsewhere_it_is_a_job_like_any_other() {
    block_on(async {
        let (executor, other) = (executor(1), executor(1));
        assert_eq!(executor.run_below("alone".into(), || 7).await.unwrap(), 7, "on the event loop");
        let inner = executor.clone();
        executor
            .run(move || {
                let here = thread::current().id();
                let plain = synchronize(inner.run_below("plain".into(), || thread::current().id())).unwrap();
                let foreign = synchronize_below(other.run_below("other".into(), || thread::current().id())).unwrap();
                let switched_off = synchronize_below(async {
                    stop_handing_down();
                    tokio::task::yield_now().await;
                    inner.run_below("switched off".into(), || thread::current().id()).await.unwrap()
                });
                assert!(![plain, foreign, switched_off].contains(&here));
            })
            .await
            .unwrap();
    });
}

#[test]
fn what_is_polled_apart_runs_elsewhere_and_what_follows_here() {
    block_on(async {
        let executor = executor(1);
        let inner = executor.clone();
        let job = move || {
            let here = thread::current().id();
            let (apart, below) = synchronize_below(async {
                let mut apart = Box::pin(inner.run_below("apart".into(), || thread::current().id()));
                let apart = std::future::poll_fn(|context| poll_apart(|| apart.as_mut().poll(context))).await.unwrap();
                (apart, inner.run_below("below".into(), || thread::current().id()).await.unwrap())
            });
            assert_eq!((apart == here, below == here), (false, true));
        };
        executor.run(job).await.unwrap();
    });
}

#[test]
fn a_panic_is_its_own() {
    block_on(async {
        let executor = executor(1);
        let inner = executor.clone();
        let job = move || {
            let error = synchronize_below(inner.run_below("below".into(), || panic!("below"))).unwrap_err();
            synchronize(tokio::task::yield_now());
            error.panic_message().unwrap().to_owned()
        };
        assert_eq!(executor.run(job).await.unwrap(), "below");
        assert_eq!((executor.metrics().panicked, executor.metrics().completed), (0, 1));
    });
}

#[test]
fn a_cancelled_job_is_unwound_from_below() {
    block_on(async {
        let executor = executor(1);
        let inner = executor.clone();
        let mut waiting = Box::pin(executor.run(move || {
            synchronize_below(inner.run_below("below".into(), || synchronize(std::future::pending::<()>())))
        }));
        poll_once(&mut waiting).await;
        until(|| executor.metrics().waiting == 1).await;
        drop(waiting);
        until(|| executor.metrics().interrupted == 1).await;
        let metrics = executor.metrics();
        assert_eq!((metrics.panicked, metrics.waiting, free_permits(&executor)), (0, 0, 1));
    });
}
