//! The time as the monitor counts it, so that polls need no clock of their own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Milliseconds in which a monitor was awake, and whether it sleeps: one word, which a poll reads at once.
pub(super) struct Clock(AtomicU64);

const ASLEEP: u64 = 1 << 63;

/// How many bits the milliseconds have: enough for 17 years.
pub(super) const BITS: u32 = 39;

/// What a poll reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading(u64);

impl Reading {
    pub(super) fn is_asleep(self) -> bool {
        self.0 & ASLEEP != 0
    }

    pub(super) fn milliseconds(self) -> u64 {
        self.0 & !ASLEEP
    }
}

impl Clock {
    /// A clock whose monitor sleeps.
    pub(super) const fn new() -> Self {
        Self(AtomicU64::new(ASLEEP))
    }

    pub(super) fn read(&self) -> Reading {
        Reading(self.0.load(Ordering::Relaxed))
    }

    pub(super) fn advance(&self, milliseconds: u64) {
        self.0.fetch_add(milliseconds, Ordering::Relaxed);
    }

    pub(super) fn fall_asleep(&self) {
        self.0.fetch_or(ASLEEP, Ordering::SeqCst);
    }

    pub(super) fn wake_up(&self) {
        self.0.fetch_and(!ASLEEP, Ordering::SeqCst);
    }
}

/// Whole milliseconds of `duration`, at least one.
pub(super) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX).max(1)
}
