//! What the forerunners promise of such bridges, here as well: aiopyramid's helpers, and asgiref's `sync_to_async` and
//! `async_to_sync`.

#![allow(clippy::unwrap_used)]

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::task::{Context, Waker};
use std::thread;

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use pyramidion::executor::{Executor, ExecutorConfig, ThreadKind};
use pyramidion::prelude::*;
use pyramidion::{spawn_blocking_scope, synchronize, try_synchronize};
use tokio::sync::Notify;

#[synchronize]
async fn total(first: u32, second: u32) -> u32 {
    tokio::task::yield_now().await;
    first + second
}

#[synchronize]
async fn parsed(text: &str) -> Result<u32, std::num::ParseIntError> {
    tokio::task::yield_now().await;
    text.parse()
}

struct Counter(AtomicUsize);

impl Counter {
    #[synchronize]
    async fn next(&self) -> usize {
        tokio::task::yield_now().await;
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

mod aiopyramid {
    use super::*;

    #[tokio::test]
    async fn spawning_gives_the_functions_result() {
        assert_eq!(spawn_blocking_scope(|| "direct").await, "direct");
    }

    #[tokio::test]
    async fn spawning_gives_a_result_that_was_waited_for() {
        assert_eq!(spawn_blocking_scope(|| total(2, 3)).await, 5);
    }

    #[tokio::test]
    async fn two_functions_that_wait_take_turns() {
        let (ping, pong) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (order, log) = mpsc::channel();
        let first = {
            let (ping, pong, order) = (Arc::clone(&ping), Arc::clone(&pong), order.clone());
            spawn_blocking_scope(move || {
                order.send(1).unwrap();
                ping.notify_one();
                synchronize(pong.notified());
                order.send(3).unwrap();
            })
        };
        let second = spawn_blocking_scope(move || {
            synchronize(ping.notified());
            order.send(2).unwrap();
            pong.notify_one();
        });
        tokio::join!(first, second);
        assert_eq!(log.iter().collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn a_function_in_the_executor_leaves_the_event_loop_free() {
        #[use_executor]
        fn receive(messages: mpsc::Receiver<&'static str>) -> &'static str {
            messages.recv().unwrap()
        }
        let (sender, messages) = mpsc::channel();
        let send = async { sender.send("sent by the event loop").unwrap() };
        let (received, ()) = tokio::join!(receive(messages), send);
        assert_eq!(received, "sent by the event loop");
    }

    #[tokio::test]
    async fn errors_are_returned_through_a_wait() {
        assert!(spawn_blocking_scope(|| parsed("many")).await.is_err());
        assert_eq!(spawn_blocking_scope(|| parsed("7")).await, Ok(7));
    }

    #[tokio::test]
    async fn a_method_works_more_than_once() {
        let counter = Arc::new(Counter(AtomicUsize::new(0)));
        let counts = spawn_blocking_scope(move || [counter.next(), counter.next(), counter.next()]).await;
        assert_eq!(counts, [0, 1, 2]);
    }

    #[tokio::test]
    async fn waiting_on_the_event_loop_is_refused() {
        let payload = catch_unwind(|| total(1, 2)).unwrap_err();
        let text = payload.downcast_ref::<String>().unwrap();
        assert!(text.contains("forerunners::total") && text.contains("event loop thread"), "{text}");
    }

    #[tokio::test]
    async fn and_the_coroutine_can_be_awaited_instead() {
        let refused = try_synchronize(async { 7 }).unwrap_err();
        assert_eq!(refused.into_inner().await, 7);
    }
}

mod asgiref {
    use super::*;

    #[tokio::test]
    async fn errors_and_panics_pass_both_borders() {
        let nested =
            || synchronize(async { spawn_blocking_scope(|| synchronize(async { panic!("innermost") })).await });
        let caught = AssertUnwindSafe(spawn_blocking_scope(nested)).catch_unwind().await;
        let payload = caught.map(|never: ()| never).unwrap_err();
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"innermost"));
    }

    #[tokio::test]
    async fn nested_calls_may_run_side_by_side_in_great_number() {
        let executor = Executor::new(ExecutorConfig::default().running_permits(2));
        let inner = executor.clone();
        let sum = executor.run(move || {
            let parts = (0..100_u32).map(|number| inner.run(move || total(number, 1)));
            synchronize(join_all(parts)).into_iter().map(Result::unwrap).sum::<u32>()
        });
        assert_eq!(sum.await.unwrap(), 5050);
    }

    #[tokio::test]
    async fn sync_code_below_async_code_is_not_on_its_thread() {
        let here = thread::current().id();
        let (kind, there) = spawn_blocking_scope(|| (ThreadKind::current(), thread::current().id())).await;
        assert_eq!(kind, ThreadKind::Executor);
        assert_ne!(here, there);
    }

    #[tokio::test]
    async fn async_code_below_sync_code_sees_the_same_runtime() {
        let outer = tokio::runtime::Handle::current().id();
        let inner = spawn_blocking_scope(|| synchronize(async { tokio::runtime::Handle::current().id() })).await;
        assert_eq!(outer, inner);
    }

    #[tokio::test]
    async fn contexts_go_down_and_do_not_come_back() {
        tokio::task_local!(static USER: &'static str);
        let config = ExecutorConfig::default().carry(|| {
            let user = USER.get();
            move |job: &mut dyn FnMut()| USER.sync_scope(user, job)
        });
        let executor = Executor::new(config);
        let seen = USER.scope("ada", async {
            let below = executor.run(|| (USER.get(), USER.sync_scope("grace", || USER.get()))).await.unwrap();
            (below, USER.get())
        });
        assert_eq!(seen.await, (("ada", "grace"), "ada"));
    }

    #[tokio::test]
    async fn a_callers_end_cancels_what_the_sync_code_waits_for() {
        struct Sends(mpsc::Sender<()>);
        impl Drop for Sends {
            fn drop(&mut self) {
                self.0.send(()).unwrap();
            }
        }
        let (started, waits) = mpsc::channel();
        let (sender, dropped) = mpsc::channel();
        {
            let mut job = pin!(spawn_blocking_scope(move || {
                let guard = Sends(sender);
                synchronize(async move {
                    let _guard = guard;
                    started.send(()).unwrap();
                    std::future::pending::<()>().await;
                });
            }));
            assert!(job.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            waits.recv().unwrap();
        }
        dropped.recv().unwrap();
    }
}
