//! Who looks at the threads that poll, and when.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::clock::{Clock, Reading, milliseconds};
use super::function::{Facts, Function, Moment};
use super::slot::{FUNCTIONS, Slot, Word};

/// The monitor of the process.
pub(super) static MONITOR: Monitor = Monitor::new();

/// Looks at each thread's poll in turn, on a thread of its own, as long as there is an application to watch.
pub(super) struct Monitor {
    pub(super) clock: Clock,
    state: Mutex<State>,
}

struct State {
    /// Function number `n` stands at `n - 1`.
    functions: Vec<Weak<Function>>,
    /// The numbers that may be given again.
    free: Vec<u32>,
    slots: Vec<Arc<Slot>>,
    /// The least limit of all functions since there were none, in milliseconds.
    limit: u64,
    /// Where the monitor runs. The clock is awake only while it does.
    thread: Option<Thread>,
}

/// A poll that has been going on for long enough to be looked at.
type Suspect = (Arc<Slot>, Word, Arc<Function>);

/// In how many ticks a poll reaches the limit.
const TICKS: u32 = 20;
const SHORTEST_TICK: Duration = Duration::from_millis(1);
const LONGEST_TICK: Duration = Duration::from_millis(50);
/// A tick that comes later than that says that the whole process did not run, and nothing about the functions.
const LATEST_TICK: u64 = 10;
/// After so many ticks without a poll the monitor sleeps until there is one.
const IDLE_TICKS: u32 = 50;

impl Monitor {
    pub(super) const fn new() -> Self {
        let state = State { functions: Vec::new(), free: Vec::new(), slots: Vec::new(), limit: u64::MAX, thread: None };
        Self { clock: Clock::new(), state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(super) fn has_thread(&self) -> bool {
        self.state().thread.is_some()
    }

    /// Takes the calling thread among those that are looked at.
    pub(super) fn new_slot(&self) -> Arc<Slot> {
        let slot = Slot::new();
        self.state().slots.push(Arc::clone(&slot));
        slot
    }

    /// Watches a function as long as the value lives.
    pub(super) fn watch(&'static self, facts: Facts, limit: Duration) -> Arc<Function> {
        let limit = milliseconds(limit);
        let mut state = self.state();
        let number = state.new_number();
        let function = Arc::new(Function { number, limit, facts, parts: OnceLock::new(), monitor: self });
        state.functions[number as usize - 1] = Arc::downgrade(&function);
        state.limit = state.limit.min(limit);
        match &state.thread {
            // Its next tick may have to be earlier.
            Some(thread) => thread.unpark(),
            // If it could not be started, that is tried again.
            None => self.clock.fall_asleep(),
        }
        function
    }

    pub(super) fn forget(&self, number: u32) {
        let mut state = self.state();
        state.free.push(number);
        if let (true, Some(thread)) = (state.is_empty(), &state.thread) {
            self.clock.wake_up();
            thread.unpark();
        }
    }

    /// Wakes the monitor for a poll that is about to begin.
    #[cold]
    pub(super) fn wake(&'static self) -> Reading {
        let mut state = self.state();
        self.clock.wake_up();
        if let Some(thread) = &state.thread {
            thread.unpark();
            return self.clock.read();
        }
        let started = thread::Builder::new().name("watchdog".to_owned()).spawn(|| self.run());
        state.thread = started.as_ref().ok().map(|handle| handle.thread().clone());
        drop(state);
        if let Err(error) = started {
            tracing::warn!(%error, "the event loop is not watched: no thread could be started for that");
        }
        self.clock.read()
    }

    fn run(&self) {
        let mut counted = Instant::now();
        let mut idle = 0;
        while let Some(tick) = self.next_tick() {
            thread::park_timeout(tick);
            idle = if self.tick(count(&mut counted, tick)) { 0 } else { idle + 1 };
            if idle == IDLE_TICKS {
                self.rest(tick);
                (counted, idle) = (Instant::now(), 0);
            }
        }
    }

    /// How long until the monitor looks again; nothing if there is no application left to watch.
    fn next_tick(&self) -> Option<Duration> {
        let mut state = self.state();
        if state.is_empty() {
            state.limit = u64::MAX;
            state.thread = None;
            self.clock.fall_asleep();
            return None;
        }
        Some((Duration::from_millis(state.limit) / TICKS).clamp(SHORTEST_TICK, LONGEST_TICK))
    }

    /// Looks at all threads, some time after the last look. Gives whether any of them polls.
    pub(super) fn tick(&self, milliseconds: u64) -> bool {
        self.clock.advance(milliseconds);
        let now = self.clock.read();
        let (is_busy, suspects) = self.state().look(now);
        // Not under the lock, because what is called may build an application.
        for (slot, poll, function) in suspects {
            if poll.age(now) >= function.limit && slot.claim(poll) {
                function.report(Moment::Meanwhile, poll.age(now), &slot.thread);
            }
        }
        is_busy
    }

    /// Sleeps until there is a poll.
    fn rest(&self, tick: Duration) {
        self.clock.fall_asleep();
        // A poll that began before it could see that shows in its slot by now.
        thread::sleep(tick);
        if self.tick(0) {
            self.clock.wake_up();
        }
        while self.clock.read().is_asleep() {
            thread::park();
        }
    }
}

impl State {
    fn is_empty(&self) -> bool {
        self.functions.len() == self.free.len()
    }

    fn new_number(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.functions.push(Weak::new());
            let number = self.functions.len();
            assert!(number < FUNCTIONS, "there are fewer than {FUNCTIONS} views and tweens in a process");
            u32::try_from(number).expect("there are fewer functions than that")
        })
    }

    fn look(&mut self, now: Reading) -> (bool, Vec<Suspect>) {
        // The other owner of a slot is its thread.
        self.slots.retain(|slot| Arc::strong_count(slot) > 1);
        let mut suspects = Vec::new();
        let mut is_busy = false;
        for slot in &self.slots {
            let Some(poll) = slot.current() else { continue };
            is_busy = true;
            if poll.age(now) >= self.limit && !poll.is_reported() {
                let function = self.functions[poll.function() - 1].upgrade();
                suspects.extend(function.map(|function| (Arc::clone(slot), poll, function)));
            }
        }
        (is_busy, suspects)
    }
}

/// The milliseconds since `counted`, which is then moved on by them.
fn count(counted: &mut Instant, tick: Duration) -> u64 {
    let passed = counted.elapsed();
    let whole = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX);
    *counted += Duration::from_millis(whole);
    whole.min(milliseconds(tick) * LATEST_TICK)
}
