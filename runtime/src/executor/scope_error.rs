//! The error of waiting where no thread may wait.

use std::error::Error;
use std::fmt;
use std::panic::Location;
use std::thread;

use super::ThreadKind;

/// A wait on a thread that may not wait, with the future that was to be waited for.
///
/// Its text names the function, the thread, the caller's line and the ways out.
pub struct ScopeError<F = ()> {
    future: F,
    function: Option<&'static str>,
    thread_kind: ThreadKind,
    thread_name: Option<String>,
    location: &'static Location<'static>,
}

impl<F> ScopeError<F> {
    /// About the calling thread and the caller's line.
    #[cold]
    #[track_caller]
    pub(super) fn new(future: F, function: Option<&'static str>, thread_kind: ThreadKind) -> ScopeError<F> {
        let thread_name = thread::current().name().map(str::to_owned);
        ScopeError { future, function, thread_kind, thread_name, location: Location::caller() }
    }

    /// The future, which was not polled.
    pub fn future(&self) -> &F {
        &self.future
    }

    /// Gives the future back, to be awaited or run elsewhere.
    pub fn into_inner(self) -> F {
        self.future
    }

    /// The `#[synchronize]` function that was called; `None` for a bare [`synchronize`](super::synchronize()).
    pub fn function(&self) -> Option<&'static str> {
        self.function
    }

    /// What the thread of the call was.
    pub fn thread_kind(&self) -> ThreadKind {
        self.thread_kind
    }

    /// The name of the thread of the call, if it had one.
    pub fn thread_name(&self) -> Option<&str> {
        self.thread_name.as_deref()
    }

    /// The line that called.
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }
}

impl<F> fmt::Display for ScopeError<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.function {
            Some(function) => write!(f, "cannot wait for `{function}`")?,
            None => f.write_str("cannot wait for a coroutine")?,
        }
        let thread = self.thread_name.as_deref().unwrap_or("<unnamed>");
        write!(f, " at {} on the {} `{thread}`: ", self.location, self.thread_kind)?;
        f.write_str(match self.thread_kind {
            ThreadKind::EventLoop => "it would hold up all the tasks there\n",
            ThreadKind::Executor | ThreadKind::Outside => "only threads of an executor may wait\n",
        })?;
        let call = self.function.map_or_else(|| "synchronize(…)".to_owned(), |function| format!("{function}(…)"));
        write!(f, "help: await the coroutine in an `async fn`, or call from `spawn_blocking_scope(|| {call}).await`")
    }
}

impl<F> fmt::Debug for ScopeError<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopeError")
            .field("function", &self.function)
            .field("thread_kind", &self.thread_kind)
            .field("thread_name", &self.thread_name)
            .field("location", &format_args!("{}", self.location))
            .finish_non_exhaustive()
    }
}

impl<F> Error for ScopeError<F> {}
