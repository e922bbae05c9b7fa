//! The watchdog for the event loop: who blocks it, where, and for how long.
//!
//! A coroutine shares its thread with all others. If it calls something that blocks, such as a database driver for plain
//! code, or computes for long, everybody waits. So each poll of a coroutine view, an inline view, a tween or a websocket's
//! callbacks is timed. One that takes longer than the [limit](Watchdog::limit), 100 ms unless the application says otherwise,
//! is logged as a warning: once while it goes on, by a thread that watches, and once when it is over, with the span of the
//! request:
//!
//! ```text
//! WARN `app::report` (src/views.rs:12) is blocking the event loop on thread `main` (ThreadId(1)) since 103 ms, and still is
//! help: make it a plain `fn`, so that it runs in the executor, or move the blocking part into `#[use_executor]` or `spawn_blocking_scope`
//! ```
//!
//! It is on, because nobody blocks the event loop on purpose. [`Configurator::set_watchdog`](crate::Configurator::set_watchdog)
//! changes or ends that; so does the setting `watchdog.limit`, which goes before: `250ms`, `2s` or `off`.
//!
//! ```no_run
//! use std::sync::atomic::{AtomicU32, Ordering};
//! use std::time::Duration;
//!
//! use pyramidion::prelude::*;
//! use pyramidion::testing::TestApp;
//! use pyramidion::watchdog::Watchdog;
//!
//! static STALLS: AtomicU32 = AtomicU32::new(0);
//!
//! #[view(path = "/")]
//! async fn sleepy() -> &'static str {
//!     std::thread::sleep(Duration::from_millis(100)); // not tokio::time::sleep(…).await
//!     "good morning"
//! }
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let watchdog = Watchdog::new().limit(Duration::from_millis(20)).on_stall(|stall| {
//!     if stall.is_over() {
//!         STALLS.fetch_add(1, Ordering::Relaxed);
//!     }
//! });
//! let app = TestApp::new(|config| config.add_view(sleepy {}).set_watchdog(watchdog));
//! app.get("/").await;
//! println!("{} stalls", STALLS.load(Ordering::Relaxed));
//! # }
//! ```
//!
//! # Metrics
//!
//! Through the facade of the crate `metrics`, with the function's name as label `view`: the counter
//! `pyramidion_event_loop_stalls_total`, and the histogram `pyramidion_event_loop_stall_seconds` of those that are over.
//!
//! # Who is named
//!
//! Polls nest: that of a tween has that of the view below in it. The innermost function that takes longer than the limit by
//! itself is named, a callback of a websocket by its struct and its own name, `app::Chat::on_message`, and what it takes does not count for those around it. Where no single one takes so long, the innermost
//! that does so together with what is below it is named.
//!
//! On a thread of an [`Executor`](crate::executor::Executor) nothing is reported. There a plain `fn` may block, and so may a
//! coroutine that one waits for in [`synchronize`](crate::synchronize()): nobody but that job waits for it.
//!
//! Not watched are axum's own handlers, layers, tasks that a view spawns, and bodies that are streamed after the view has
//! returned. `tokio::task::block_in_place` cannot be told from blocking.
//!
//! # How exact it is
//!
//! Polls read no clock; they read how often the watching thread has ticked, which costs a handful of instructions. It ticks
//! twenty times in the shortest limit of all applications of the process, though not more often than once in 1 ms nor
//! less often than in 50 ms. A duration is exact to a tick, and a poll within a tick of the limit may or may not be reported. Time
//! in which the whole process stood still (stopped, or without a processor) is left out as far as the watching thread
//! stood still as well.
//!
//! The thread starts with the first poll, sleeps while nothing is polled, and ends with the last application that it watches.

mod clock;
mod function;
mod future;
mod limit;
mod monitor;
mod slot;
mod stall;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use self::function::{Facts, Function, Hook};
use self::future::WatchedFuture;
use self::monitor::MONITOR;

pub(crate) use self::limit::{Limit, SETTING};
pub use self::stall::Stall;

/// How the event loop of an application is watched: see the [module](self).
#[derive(Clone)]
#[must_use = "it watches nothing until it is given to `Configurator::set_watchdog`"]
pub struct Watchdog {
    limit: Option<Duration>,
    hook: Option<Hook>,
}

impl Watchdog {
    /// A watchdog that reports polls of more than 100 ms.
    pub fn new() -> Self {
        Self { limit: Some(Duration::from_millis(100)), hook: None }
    }

    /// No watchdog.
    pub fn off() -> Self {
        Self { limit: None, hook: None }
    }

    /// How long a poll may take: whole milliseconds, and at least one.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Calls `hook` with each stall, after it has been logged: once while it goes on, if it lasts long enough to be seen, and
    /// once when it [is over](Stall::is_over).
    ///
    /// The first call comes from the watching thread, which sees nothing meanwhile; the second from the thread that was
    /// blocked, which is part of the event loop. So the hook should be quick. If it panics, that is logged.
    pub fn on_stall(mut self, hook: impl Fn(&Stall<'_>) + Send + Sync + 'static) -> Self {
        self.hook = Some(Arc::new(hook));
        self
    }

    /// The limit that a setting gives goes before.
    pub(crate) fn limited_by(self, setting: Option<Limit>) -> Self {
        match setting {
            Some(Limit(limit)) => Self { limit, ..self },
            None => self,
        }
    }

    /// Watches a function, as long as the value lives; nothing if the watchdog is off.
    pub(crate) fn watch(&self, name: &str, location: impl fmt::Display, help: &'static str) -> Option<Watched> {
        let subscriber = tracing::dispatcher::get_default(tracing::Dispatch::downgrade);
        let facts =
            Facts { name: name.to_owned(), location: location.to_string(), help, hook: self.hook.clone(), subscriber };
        Some(Watched(MONITOR.watch(facts, self.limit?)))
    }
}

impl Default for Watchdog {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Watchdog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watchdog").field("limit", &self.limit).finish_non_exhaustive()
    }
}

/// A function that is watched.
#[derive(Clone)]
pub(crate) struct Watched(Arc<Function>);

impl Watched {
    /// Runs `poll`, which is a poll of this function.
    #[inline]
    pub(crate) fn poll<R>(&self, poll: impl FnOnce() -> R) -> R {
        slot::watch(&self.0, poll)
    }

    /// The functions that it calls and that are to be named in its place, made the first time that somebody asks. Those of
    /// `names` are the names of all of them.
    pub(crate) fn parts(&self, names: &[&str]) -> &[Self] {
        self.0.parts.get_or_init(|| names.iter().map(|name| self.0.part(name)).collect())
    }

    /// `future`, with each of its polls as one of this function, if it is watched.
    pub(crate) fn future<W: Borrow<Self>, F>(watched: Option<W>, future: F) -> WatchedFuture<W, F> {
        WatchedFuture::new(watched, future)
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watched").field(&self.0.facts.name).finish()
    }
}
