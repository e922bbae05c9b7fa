//! Leave to wait, as a value: what the ambient [`synchronize`](synchronize()) finds out while it runs, a token tells while it
//! compiles.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};

use super::{ScopeError, ThreadKind, spawn_blocking_scope, synchronize};

/// Leave to wait on the thread of the executor that it was made on.
///
/// Code that is handed a `&SyncScope<'_>` may wait, and code that is not handed one cannot use one: a scope is bound to its
/// thread and its job, so that it can be kept nowhere, sent nowhere, and not be captured by what it waits for. Each of these
/// is an error of the compiler.
///
/// Sync views and sync tweens are given one inside of their [`SyncRequest`](crate::SyncRequest), or as the argument
/// `scope: &SyncScope<'_>`; other code gets one from [`spawn_blocking_scope_with`].
///
/// ```
/// use pyramidion::executor::{SyncScope, spawn_blocking_scope_with};
///
/// async fn load(id: u64) -> String {
///     tokio::task::yield_now().await;
///     format!("user {id}")
/// }
///
/// fn greeting(scope: &SyncScope<'_>, id: u64) -> String {
///     format!("hello, {}", scope.wait(load(id)))
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(spawn_blocking_scope_with(|scope| greeting(scope, 7)).await, "hello, user 7");
/// # });
/// ```
pub struct SyncScope<'scope> {
    bound: PhantomData<dyn BoundToItsThread<'scope>>,
}

/// As an object neither `Send` nor `Sync`, and of exactly this lifetime. The compiler's messages show its name.
trait BoundToItsThread<'scope> {}

impl UnwindSafe for SyncScope<'_> {}
impl RefUnwindSafe for SyncScope<'_> {}

impl SyncScope<'_> {
    /// Calls `job` with leave to wait on the calling thread.
    ///
    /// # Panics
    ///
    /// With the text of a [`ScopeError`] on any thread that may not wait.
    #[doc(hidden)]
    #[track_caller]
    pub fn enter<T>(job: impl for<'scope> FnOnce(&'scope SyncScope<'scope>) -> T) -> T {
        match ThreadKind::current() {
            ThreadKind::Executor => job(&SyncScope { bound: PhantomData }),
            kind @ (ThreadKind::EventLoop | ThreadKind::Outside) => panic!("{}", ScopeError::new((), None, kind)),
        }
    }

    /// Waits for `future` on the calling thread and gives its value, as [`synchronize`](synchronize()) does.
    ///
    /// The future may borrow. It is polled in place and never changes its thread; it must be `Send` so that it cannot hold a
    /// scope, with which it would wait inside of a wait. For any other future there is [`synchronize`](synchronize()).
    ///
    /// # Panics
    ///
    /// A panic of the future passes through. With the text of a [`ScopeError`] if the scope was captured by a future that the
    /// ambient [`synchronize`](synchronize()), which takes any future, polls on this thread.
    #[track_caller]
    pub fn wait<F: Future + Send>(&self, future: F) -> F::Output {
        synchronize(future)
    }
}

impl fmt::Debug for SyncScope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncScope").finish_non_exhaustive()
    }
}

/// As [`spawn_blocking_scope`], but hands `job` the leave to wait, so that waiting elsewhere is an error of the compiler.
///
/// # Panics
///
/// As [`spawn_blocking_scope`].
///
/// ```
/// use pyramidion::executor::spawn_blocking_scope_with;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let length = spawn_blocking_scope_with(|scope| {
///     let text = String::from("borrowed by the coroutine");
///     scope.wait(async { text.len() })
/// })
/// .await;
/// assert_eq!(length, 25);
/// # });
/// ```
pub async fn spawn_blocking_scope_with<F, T>(job: F) -> T
where
    F: for<'scope> FnOnce(&'scope SyncScope<'scope>) -> T + Send + 'static,
    T: Send + 'static,
{
    spawn_blocking_scope(move || SyncScope::enter(job)).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::future::ready;
    use std::panic::catch_unwind;

    use tokio::runtime::Builder;

    use super::*;

    fn block_on<F: Future>(future: F) -> F::Output {
        Builder::new_current_thread().build().unwrap().block_on(future)
    }

    fn panic_text<T>(call: impl FnOnce() -> T + UnwindSafe) -> String {
        let payload = catch_unwind(call).err().expect("it panics");
        *payload.downcast::<String>().expect("a formatted text")
    }

    #[test]
    fn waits_for_what_borrows() {
        let text = block_on(spawn_blocking_scope_with(|scope| {
            let text = "borrowed".to_owned();
            let length = scope.wait(async {
                tokio::task::yield_now().await;
                text.len()
            });
            format!("{text}: {length}")
        }));
        assert_eq!(text, "borrowed: 8");
    }

    #[test]
    fn scopes_of_one_thread_nest() {
        let sum = block_on(spawn_blocking_scope_with(|outer| {
            let inner = SyncScope::enter(|inner| inner.wait(ready(1)) + outer.wait(ready(2)));
            inner + outer.wait(spawn_blocking_scope_with(|nested| nested.wait(ready(4))))
        }));
        assert_eq!(sum, 7);
    }

    #[test]
    fn there_is_none_outside_of_an_executor() {
        const LINE: u32 = line!() + 1;
        let enter = || SyncScope::enter(|_| ());
        let here = format!("cannot wait for a coroutine at {}:{LINE}:", file!());
        let outside = panic_text(enter);
        assert!(outside.starts_with(&here) && outside.contains("on the non-executor thread"), "{outside}");
        let event_loop = block_on(async { panic_text(enter) });
        assert!(event_loop.starts_with(&here) && event_loop.contains("on the event loop thread"), "{event_loop}");
    }

    #[test]
    fn a_scope_that_an_ambient_wait_polls_may_not_wait() {
        let text =
            block_on(spawn_blocking_scope_with(|scope| synchronize(async { panic_text(|| scope.wait(ready(7))) })));
        assert!(text.contains("on the event loop thread") && text.contains(file!()), "{text}");
    }

    #[test]
    fn a_panic_of_what_is_waited_for_passes_through() {
        let (payload, after) = block_on(spawn_blocking_scope_with(|scope| {
            let payload = catch_unwind(|| scope.wait(async { std::panic::panic_any(7_u8) })).unwrap_err();
            (payload, scope.wait(ready(8)))
        }));
        assert_eq!((payload.downcast_ref(), after), (Some(&7_u8), 8));
    }
}
