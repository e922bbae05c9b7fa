//! What a thread is polling: the part of the watchdog that every poll runs through.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, Thread};

use super::clock::{self, Reading};
use super::function::{Function, Moment};
use super::monitor::{MONITOR, Monitor};
use crate::executor;

thread_local! {
    /// Nothing on a thread of an executor, where a long poll holds up nobody but the job that waits for it.
    static SLOT: Option<Arc<Slot>> = (!executor::runs_a_job()).then(|| MONITOR.new_slot());
}

/// Runs `poll`, which is a poll of `function`, before the eyes of the monitor.
#[inline]
pub(super) fn watch<R>(function: &Function, poll: impl FnOnce() -> R) -> R {
    SLOT.with(|slot| {
        let _polling = slot.as_deref().map(|slot| slot.enter(&MONITOR, function));
        poll()
    })
}

/// A thread that polls, and its innermost poll of a watched function.
pub(super) struct Slot {
    poll: AtomicU64,
    pub(super) thread: Thread,
}

/// The innermost poll of a thread: the function's number, whether it has been reported, and when it began, in a word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Word(u64);

const REPORTED: u64 = 1 << clock::BITS;
const FUNCTION: u32 = clock::BITS + 1;

/// One more than the largest number that a function may have. Number 0 is that of no function.
pub(super) const FUNCTIONS: usize = 1 << (u64::BITS - FUNCTION);

impl Word {
    const IDLE: Self = Self(0);

    fn new(function: u32, now: Reading) -> Self {
        Self(u64::from(function) << FUNCTION | now.milliseconds())
    }

    pub(super) fn function(self) -> usize {
        (self.0 >> FUNCTION) as usize
    }

    pub(super) fn is_reported(self) -> bool {
        self.0 & REPORTED != 0
    }

    /// How long ago it began, in milliseconds.
    pub(super) fn age(self, now: Reading) -> u64 {
        now.milliseconds() - (self.0 & (REPORTED - 1))
    }

    /// The same poll, as if it had begun later: what it waited for is another function's fault.
    fn delayed(self, milliseconds: u64) -> Self {
        if self == Self::IDLE { self } else { Self(self.0 + milliseconds) }
    }
}

impl Slot {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self { poll: AtomicU64::new(Word::IDLE.0), thread: thread::current() })
    }

    /// Begins a poll, which ends when the value is dropped.
    #[inline]
    pub(super) fn enter<'a>(&'a self, monitor: &'static Monitor, function: &'a Function) -> Polling<'a> {
        let mut began = monitor.clock.read();
        if began.is_asleep() {
            began = monitor.wake();
        }
        let outer = Word(self.poll.load(Ordering::Relaxed));
        self.poll.store(Word::new(function.number, began).0, Ordering::Release);
        Polling { slot: self, monitor, function, began, outer }
    }

    /// The innermost poll that goes on, if there is one.
    pub(super) fn current(&self) -> Option<Word> {
        Some(Word(self.poll.load(Ordering::Acquire))).filter(|word| *word != Word::IDLE)
    }

    /// Marks a poll as reported; false if it is over or reported already.
    pub(super) fn claim(&self, poll: Word) -> bool {
        let claimed = Word(poll.0 | REPORTED);
        poll != claimed && self.poll.compare_exchange(poll.0, claimed.0, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }
}

/// A poll that goes on.
#[must_use]
pub(super) struct Polling<'a> {
    slot: &'a Slot,
    monitor: &'static Monitor,
    function: &'a Function,
    began: Reading,
    /// The poll around it, of which the monitor sees nothing meanwhile.
    outer: Word,
}

impl Polling<'_> {
    /// The end of a poll in which the clock went on.
    #[cold]
    fn end_late(&self, now: Reading) {
        let poll = Word(self.slot.poll.swap(self.outer.0, Ordering::AcqRel));
        let (own, whole) = (poll.age(now), now.milliseconds() - self.began.milliseconds());
        let is_stall = poll.is_reported() || own >= self.function.limit;
        // What has been reported, here or further in, is not the fault of the poll around this one.
        let excused = if is_stall { whole } else { whole - own };
        self.slot.poll.store(self.outer.delayed(excused).0, Ordering::Release);
        if is_stall {
            self.function.report(Moment::End { is_reported: poll.is_reported() }, own, &self.slot.thread);
        }
    }
}

impl Drop for Polling<'_> {
    #[inline]
    fn drop(&mut self) {
        let now = self.monitor.clock.read();
        if now == self.began {
            self.slot.poll.store(self.outer.0, Ordering::Release);
        } else {
            self.end_late(now);
        }
    }
}
