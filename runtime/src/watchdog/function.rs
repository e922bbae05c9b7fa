//! A function whose polls are timed, and what is said about it when one of them takes too long.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::thread::Thread;
use std::time::Duration;

use tracing::dispatcher::{self, WeakDispatch};
use tracing::subscriber::NoSubscriber;

use super::Watched;
use super::monitor::Monitor;
use super::stall::Stall;

pub(super) type Hook = Arc<dyn Fn(&Stall<'_>) + Send + Sync>;

/// A watched function of an application. It is forgotten when it is dropped.
pub(super) struct Function {
    /// What stands for it in a [`Slot`](super::slot::Slot).
    pub(super) number: u32,
    /// In milliseconds.
    pub(super) limit: u64,
    pub(super) facts: Facts,
    /// See [`Watched::parts`].
    pub(super) parts: OnceLock<Box<[Watched]>>,
    pub(super) monitor: &'static Monitor,
}

/// What the watchdog of an application knows about a function.
#[derive(Clone)]
pub(super) struct Facts {
    pub(super) name: String,
    pub(super) location: String,
    pub(super) help: &'static str,
    pub(super) hook: Option<Hook>,
    /// Who listened where the application was built: the monitor's own thread has nobody.
    pub(super) subscriber: WeakDispatch,
}

/// When a stall is reported.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Meanwhile,
    /// By the thread that was blocked; perhaps it has been reported meanwhile.
    End {
        is_reported: bool,
    },
}

impl Function {
    /// A function of this one's own, which is watched as it is.
    pub(super) fn part(&self, name: &str) -> Watched {
        let facts = Facts { name: format!("{}::{name}", self.facts.name), ..self.facts.clone() };
        Watched(self.monitor.watch(facts, Duration::from_millis(self.limit)))
    }

    /// Says that a poll of this function blocks `thread` since `milliseconds`, or did so.
    pub(super) fn report(&self, moment: Moment, milliseconds: u64, thread: &Thread) {
        let stall = Stall {
            function: &self.facts.name,
            location: &self.facts.location,
            thread,
            duration: Duration::from_millis(milliseconds),
            is_over: moment != Moment::Meanwhile,
        };
        match moment {
            Moment::Meanwhile => self.with_subscriber(|| stall.log(self.facts.help)),
            Moment::End { .. } => stall.log(self.facts.help),
        }
        self.count(moment, &stall);
        if let Some(hook) = &self.facts.hook
            && catch_unwind(AssertUnwindSafe(|| hook(&stall))).is_err()
        {
            tracing::error!("`on_stall` of the watchdog panicked\nhelp: standard error has its message and its place");
        }
    }

    fn with_subscriber(&self, log: impl FnOnce()) {
        match self.facts.subscriber.upgrade() {
            Some(subscriber) if !subscriber.is::<NoSubscriber>() => dispatcher::with_default(&subscriber, log),
            // The application was built before its subscriber, which is then the process's.
            _ => log(),
        }
    }

    fn count(&self, moment: Moment, stall: &Stall<'_>) {
        let name = || self.facts.name.clone();
        if moment != (Moment::End { is_reported: true }) {
            metrics::counter!("pyramidion_event_loop_stalls_total", "view" => name()).increment(1);
        }
        if stall.is_over() {
            metrics::histogram!("pyramidion_event_loop_stall_seconds", "view" => name()).record(stall.duration());
        }
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        self.monitor.forget(self.number);
    }
}
