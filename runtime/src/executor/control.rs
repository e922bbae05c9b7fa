//! What is known of a job outside of its thread: its name, and whether it is to end early.

use std::fmt;
use std::sync::Arc;
use std::task::Waker;

use super::sync::atomic::{AtomicU8, Ordering};
use super::sync::{Mutex, lock};

/// The name of a job, for logs and metrics: `"rebuild index"`, a `String`, or an `Arc<str>` that many jobs share.
#[derive(Clone, PartialEq, Eq)]
pub struct JobName(Text);

#[derive(Clone)]
enum Text {
    Static(&'static str),
    Shared(Arc<str>),
}

impl JobName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        match self {
            Text::Static(text) => text,
            Text::Shared(text) => text,
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.as_ref() == other.as_ref()
    }
}

impl Eq for Text {}

impl From<&'static str> for JobName {
    fn from(name: &'static str) -> JobName {
        JobName(Text::Static(name))
    }
}

impl From<String> for JobName {
    fn from(name: String) -> JobName {
        JobName(Text::Shared(name.into()))
    }
}

impl From<Arc<str>> for JobName {
    fn from(name: Arc<str>) -> JobName {
        JobName(Text::Shared(name))
    }
}

impl fmt::Display for JobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for JobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// Why a job is to end early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interrupt {
    /// Nobody waits for it any more.
    Cancelled,
    /// The executor's time is over.
    ShutDown,
    /// So is that of the job's runtime.
    RuntimeEnded,
}

/// One job, as others see it.
pub(super) struct Control {
    name: JobName,
    /// 0: go on. An interrupt is never taken back, and the first one counts.
    interrupt: AtomicU8,
    /// Wakes the thread that waits in the job.
    waiter: Mutex<Option<Waker>>,
}

impl Control {
    pub(super) fn new(name: JobName) -> Control {
        Control { name, interrupt: AtomicU8::new(0), waiter: Mutex::new(None) }
    }

    pub(super) fn name(&self) -> &JobName {
        &self.name
    }

    pub(super) fn interrupted(&self) -> Option<Interrupt> {
        match self.interrupt.load(Ordering::Acquire) {
            0 => None,
            1 => Some(Interrupt::Cancelled),
            2 => Some(Interrupt::ShutDown),
            _ => Some(Interrupt::RuntimeEnded),
        }
    }

    /// Tells the job to end, and wakes it if it waits.
    pub(super) fn interrupt(&self, why: Interrupt) {
        let code = match why {
            Interrupt::Cancelled => 1,
            Interrupt::ShutDown => 2,
            Interrupt::RuntimeEnded => 3,
        };
        // Whichever was first: the job ends as it would anyway.
        let _ = self.interrupt.compare_exchange(0, code, Ordering::AcqRel, Ordering::Acquire);
        let waiter = lock(&self.waiter).take();
        if let Some(waiter) = waiter {
            waiter.wake();
        }
    }

    /// Has `waker` used by an interrupt. One that came before shows in [`interrupted`](Self::interrupted) from now on.
    pub(super) fn wake_on_interrupt(&self, waker: &Waker) {
        let mut waiter = lock(&self.waiter);
        if waiter.is_none() {
            *waiter = Some(waker.clone());
        }
    }
}
