//! Puts a thread to sleep until a waker is used.

use std::sync::Arc;
use std::task::{Wake, Waker};
use std::time::Instant;

use super::sync::atomic::{AtomicBool, Ordering};
use super::sync::{park_timeout, thread};

thread_local! {
    static PARKER: Parker = Parker::new();
}

/// The parker of one thread. It serves all the waits of its thread, one after the other.
///
/// A waker that outlives its wait causes one needless poll of a later wait at most, as every future has to allow for.
pub(super) struct Parker {
    signal: Arc<Signal>,
    waker: Waker,
}

impl Parker {
    /// A parker of the calling thread, which alone may park by it.
    pub(super) fn new() -> Parker {
        let signal = Arc::new(Signal { thread: thread::current(), woken: AtomicBool::new(false) });
        Parker { waker: Waker::from(Arc::clone(&signal)), signal }
    }

    /// Calls `use_parker` with the calling thread's parker.
    pub(super) fn with_current<R>(use_parker: impl FnOnce(&Parker) -> R) -> R {
        PARKER.with(use_parker)
    }

    pub(super) fn signal(&self) -> Arc<Signal> {
        Arc::clone(&self.signal)
    }

    pub(super) fn waker(&self) -> &Waker {
        &self.waker
    }

    /// Whether the waker was used since this was last asked.
    pub(super) fn take_wake(&self) -> bool {
        self.signal.woken.swap(false, Ordering::Acquire)
    }

    /// Sleeps until the waker is used, and takes that wake. Returns at once if it already was.
    pub(super) fn park(&self) {
        // The thread's park token alone would not do: other code on this thread may take it or leave one behind.
        while !self.take_wake() {
            thread::park();
        }
    }

    /// As [`park`](Self::park), but not longer than until `deadline`. Whether it was woken.
    pub(super) fn park_until(&self, deadline: Option<Instant>) -> bool {
        let Some(deadline) = deadline else {
            self.park();
            return true;
        };
        while !self.take_wake() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return self.take_wake();
            }
            park_timeout(left);
        }
        true
    }
}

/// Wakes the thread of one parker.
pub(super) struct Signal {
    thread: thread::Thread,
    woken: AtomicBool,
}

impl Signal {
    /// Ends the thread's park, or its next one.
    pub(super) fn notify(&self) {
        if !self.woken.swap(true, Ordering::AcqRel) {
            self.thread.unpark();
        }
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.notify();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.notify();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn a_deadline_ends_a_park() {
        Parker::with_current(|parker| {
            assert!(!parker.park_until(Some(Instant::now() + Duration::from_millis(1))));
            parker.waker().wake_by_ref();
            assert!(parker.park_until(Some(Instant::now())), "a wake counts, also after the deadline");
        });
    }

    #[test]
    fn a_wake_before_the_park_is_not_lost() {
        Parker::with_current(|parker| {
            parker.waker().wake_by_ref();
            parker.park();
            assert!(!parker.take_wake(), "the park took the wake");
        });
    }

    #[test]
    fn duplicate_wakes_are_one() {
        Parker::with_current(|parker| {
            parker.waker().wake_by_ref();
            parker.waker().wake_by_ref();
            assert!(parker.take_wake());
            assert!(!parker.take_wake());
        });
    }

    #[test]
    fn a_foreign_park_token_wakes_nobody() {
        let (sender, wakers) = mpsc::channel();
        let woken_by_us = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&woken_by_us);
        let parked = thread::spawn(move || {
            Parker::with_current(|parker| {
                sender.send(parker.waker().clone()).unwrap();
                thread::current().unpark();
                parker.park();
                assert!(seen.load(Ordering::Acquire));
            });
        });
        let waker = wakers.recv().unwrap();
        parked.thread().unpark();
        woken_by_us.store(true, Ordering::Release);
        waker.wake();
        parked.join().unwrap();
    }

    #[test]
    fn every_wake_from_another_thread_arrives() {
        const ROUNDS: usize = if cfg!(miri) { 50 } else { 10_000 };
        let (sender, wakers) = mpsc::channel::<Waker>();
        let waking = thread::spawn(move || wakers.into_iter().for_each(Waker::wake));
        Parker::with_current(|parker| {
            for _ in 0..ROUNDS {
                sender.send(parker.waker().clone()).unwrap();
                parker.park();
            }
        });
        drop(sender);
        waking.join().unwrap();
    }
}
