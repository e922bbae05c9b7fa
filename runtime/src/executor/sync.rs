//! The synchronization that the executor's state machines are built on: std's, or loom's in a model (`--cfg pyramidion_loom`).
//!
//! The flag is not the usual `loom`, which would change tokio below the rest of the crate as well.

#[cfg(not(pyramidion_loom))]
pub(super) use std::{
    sync::{Mutex, MutexGuard, atomic},
    thread,
};

#[cfg(pyramidion_loom)]
pub(super) use loom::{
    sync::{Mutex, MutexGuard, atomic},
    thread,
};

use std::sync::PoisonError;

/// Locks, also where a panic left the lock poisoned: no foreign code runs under the executor's locks, so what they guard is whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sleeps until the thread is unparked or `time` is over. loom knows no time: there it never is.
pub(super) fn park_timeout(time: std::time::Duration) {
    #[cfg(not(pyramidion_loom))]
    thread::park_timeout(time);
    #[cfg(pyramidion_loom)]
    {
        let _ = time;
        thread::park();
    }
}
