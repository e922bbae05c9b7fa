//! What is reported.

use std::fmt;
use std::thread::Thread;
use std::time::Duration;

/// A poll that blocks its event loop for longer than the limit, or has done so: see
/// [`Watchdog::on_stall`](super::Watchdog::on_stall).
///
/// Its text is one line, such as
/// ``` `app::report` (src/views.rs:12) blocked the event loop on thread `main` (ThreadId(1)) for 105 ms ```.
#[derive(Clone, Debug)]
pub struct Stall<'a> {
    pub(super) function: &'a str,
    pub(super) location: &'a str,
    pub(super) thread: &'a Thread,
    pub(super) duration: Duration,
    pub(super) is_over: bool,
}

impl Stall<'_> {
    /// The view or tween, such as `app::report`.
    #[must_use]
    pub fn function(&self) -> &str {
        self.function
    }

    /// Where its attribute stands in the source, such as `src/views.rs:12`.
    #[must_use]
    pub fn location(&self) -> &str {
        self.location
    }

    /// The thread that is blocked.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        self.thread
    }

    /// How long the poll has taken, so far or in all. The module says how [exact](super#how-exact-it-is) that is.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Whether the event loop goes on again. It may be reported once before, while it does not.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    pub(super) fn log(&self, help: &str) {
        tracing::warn!(function = self.function, milliseconds = self.duration.as_millis(), "{self}\nhelp: {help}");
    }
}

impl fmt::Display for Stall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blocked = if self.is_over { "blocked" } else { "is blocking" };
        let thread = self.thread.name().unwrap_or("without a name");
        let (function, location, time) = (self.function, self.location, self.duration.as_millis());
        write!(f, "`{function}` ({location}) {blocked} the event loop on thread `{thread}`")?;
        write!(f, " ({:?}) ", self.thread.id())?;
        if self.is_over { write!(f, "for {time} ms") } else { write!(f, "since {time} ms, and still is") }
    }
}
