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
    // What `poll` gives does not pass through `with`, because that would copy it.
    let begun = SLOT.with(|slot| Some(slot.as_deref()?.begin(&MONITOR, function)));
    let _polling = begun.map(|begun| Polling { function, begun });
    poll()
}

/// A poll on this thread that ends when this is dropped, by a panic for instance.
struct Polling<'a> {
    function: &'a Function,
    begun: Begun,
}

impl Drop for Polling<'_> {
    #[inline]
    fn drop(&mut self) {
        SLOT.with(|slot| {
            if let Some(slot) = slot {
                slot.end(&MONITOR, self.function, self.begun);
            }
        });
    }
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

/// What a poll has to know at its end.
#[derive(Clone, Copy)]
#[must_use]
pub(super) struct Begun {
    at: Reading,
    /// The poll around it, of which the monitor sees nothing meanwhile.
    outer: Word,
}

impl Slot {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self { poll: AtomicU64::new(Word::IDLE.0), thread: thread::current() })
    }

    /// Begins a poll.
    #[inline]
    pub(super) fn begin(&self, monitor: &'static Monitor, function: &Function) -> Begun {
        let mut at = monitor.clock.read();
        if at.is_asleep() {
            at = monitor.wake();
        }
        let outer = Word(self.poll.load(Ordering::Relaxed));
        self.poll.store(Word::new(function.number, at).0, Ordering::Release);
        Begun { at, outer }
    }

    /// Ends the poll that was begun last.
    #[inline]
    pub(super) fn end(&self, monitor: &Monitor, function: &Function, begun: Begun) {
        let now = monitor.clock.read();
        if now == begun.at {
            self.poll.store(begun.outer.0, Ordering::Release);
        } else {
            self.end_late(function, begun, now);
        }
    }

    /// The end of a poll in which the clock went on.
    #[cold]
    fn end_late(&self, function: &Function, begun: Begun, now: Reading) {
        let poll = Word(self.poll.swap(begun.outer.0, Ordering::AcqRel));
        let (own, whole) = (poll.age(now), now.milliseconds() - begun.at.milliseconds());
        let is_stall = poll.is_reported() || own >= function.limit;
        // What has been reported, here or further in, is not the fault of the poll around this one.
        let excused = if is_stall { whole } else { whole - own };
        self.poll.store(begun.outer.delayed(excused).0, Ordering::Release);
        if is_stall {
            function.report(Moment::End { is_reported: poll.is_reported() }, own, &self.thread);
        }
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
