//! Who runs, who waits, who sleeps: the executor's decisions, without its threads.
//!
//! - *Permits* bound the running jobs. One that waits gives its permit back, and takes one again when it resumes, whether or not
//!   one is free: it may hold a lock that the running ones are after.
//! - *Nested* jobs, which a waiting job waits for, are not queued: they are given a thread at once or refused.
//! - *Approaching* threads were woken or started, and have not come for a job yet. No second one is woken for the queue
//!   meanwhile, and only a few are started; a thread that comes summons the next before it runs its job.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use super::park::Signal;
use super::queue::{Queue, Ticket};

/// How many threads may approach for the queue where none is idle. A new one comes late, and those behind it would wait for that
/// one after the other.
const STARTS_AT_ONCE: usize = 8;

/// How many idle threads may approach for the queue while jobs wait. Where none waits, a thread is soon back for the next job, and
/// to wake more of them would be in vain.
const WAKES_AT_ONCE: usize = 4;

/// The numbers that an executor must not exceed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) permits: usize,
    pub(super) threads: usize,
    pub(super) queue: usize,
}

pub(super) struct State<J> {
    limits: Limits,
    queue: Queue<J>,
    /// At most as many as there are threads approaching.
    nested: VecDeque<(J, Instant)>,
    /// The one that became idle last is last.
    idle: Vec<(Slot, Arc<Signal>)>,
    slots: Vec<Option<Active<J>>>,
    free_slots: Vec<Slot>,
    threads: usize,
    started: u64,
    approaching: usize,
    running: usize,
    waiting: usize,
    /// Threads without work end.
    closed: bool,
}

/// Where a thread's job is listed.
pub(super) type Slot = usize;

/// A job on its thread.
pub(super) struct Active<J> {
    pub(super) job: J,
    pub(super) since: Instant,
    pub(super) waiting: bool,
}

/// A job that a thread has come for.
pub(super) struct Taken<J> {
    pub(super) job: J,
    pub(super) queued_since: Instant,
}

/// What to do for a job that is to be run, once the lock is released.
#[must_use]
pub(super) enum Summons {
    Nobody,
    Wake(Arc<Signal>),
    Start(NewThread),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct NewThread {
    pub(super) slot: Slot,
    pub(super) number: u64,
}

/// There is no room for a job.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full;

/// How many of what there are just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) queued: usize,
    pub(super) running: usize,
    pub(super) waiting: usize,
    pub(super) threads: usize,
    pub(super) idle: usize,
}

impl<J: Clone> State<J> {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            queue: Queue::new(),
            nested: VecDeque::new(),
            idle: Vec::new(),
            slots: Vec::new(),
            free_slots: Vec::new(),
            threads: 0,
            started: 0,
            approaching: 0,
            running: 0,
            waiting: 0,
            closed: false,
        }
    }

    pub(super) fn counts(&self) -> Counts {
        Counts {
            queued: self.queue.len() + self.nested.len(),
            running: self.running,
            waiting: self.waiting,
            threads: self.threads,
            idle: self.idle.len(),
        }
    }

    /// Queues a job that nothing on this executor waits for.
    pub(super) fn submit(&mut self, job: J, now: Instant) -> Result<(Ticket, Summons), Full> {
        if self.queue.len() >= self.startable().saturating_add(self.limits.queue) {
            return Err(Full);
        }
        let ticket = self.queue.push(job, now);
        Ok((ticket, self.summon()))
    }

    /// Takes a job in that a waiting job waits for. Queued at the limit of threads it might never run, so it is refused there.
    pub(super) fn submit_nested(&mut self, job: J, now: Instant) -> Result<Summons, Full> {
        let summons = if self.approaching > self.nested.len() { Summons::Nobody } else { self.call_thread() };
        if self.approaching == self.nested.len() {
            return Err(Full);
        }
        self.nested.push_back((job, now));
        Ok(summons)
    }

    /// How many queued jobs need not wait for another job's end.
    fn startable(&self) -> usize {
        let permits = self.limits.permits.saturating_sub(self.running);
        let spare = self.approaching.saturating_sub(self.nested.len());
        permits.min(self.idle.len() + spare + self.limits.threads.saturating_sub(self.threads))
    }

    /// Whether a job has to wait for another one's end.
    pub(super) fn is_backed_up(&self) -> bool {
        self.queue.len() > self.startable()
    }

    /// A thread for the queue, if a job there may run for which none is on its way yet.
    pub(super) fn summon(&mut self) -> Summons {
        let on_their_way = self.approaching.saturating_sub(self.nested.len());
        if on_their_way >= self.at_once().min(self.queue.len()) || self.running + on_their_way >= self.limits.permits {
            return Summons::Nobody;
        }
        self.call_thread()
    }

    fn at_once(&self) -> usize {
        match (self.idle.is_empty(), self.waiting) {
            (true, _) => STARTS_AT_ONCE,
            (false, 0) => 1,
            (false, _) => WAKES_AT_ONCE,
        }
    }

    fn call_thread(&mut self) -> Summons {
        if let Some((_, signal)) = self.idle.pop() {
            self.approaching += 1;
            return Summons::Wake(signal);
        }
        if self.threads >= self.limits.threads {
            return Summons::Nobody;
        }
        self.approaching += 1;
        self.threads += 1;
        self.started += 1;
        let slot = self.free_slots.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        Summons::Start(NewThread { slot, number: self.started - 1 })
    }

    /// A thread that was approaching has come, and will [`take`](Self::take).
    pub(super) fn arrive(&mut self) {
        self.approaching -= 1;
    }

    /// The next job for the thread of `slot`. If there is one, [`summon`](Self::summon) for those behind it.
    pub(super) fn take(&mut self, slot: Slot, now: Instant) -> Option<Taken<J>> {
        let (job, queued_since) = match self.nested.pop_front() {
            Some(nested) => nested,
            None if self.running < self.limits.permits => self.queue.pop()?,
            None => return None,
        };
        self.running += 1;
        self.slots[slot] = Some(Active { job: job.clone(), since: now, waiting: false });
        Some(Taken { job, queued_since })
    }

    /// The job of `slot` is over; since when it ran.
    pub(super) fn finish(&mut self, slot: Slot) -> Active<J> {
        self.running -= 1;
        self.slots[slot].take().expect("a thread finishes the job that it has taken")
    }

    /// The job of `slot` gives its permit back, for others.
    pub(super) fn wait(&mut self, slot: Slot) -> Summons {
        self.set_waiting(slot, true);
        self.running -= 1;
        self.waiting += 1;
        self.summon()
    }

    /// The job of `slot` takes a permit, over the limit if need be. Until that is made up for no other job starts.
    pub(super) fn resume(&mut self, slot: Slot) {
        self.set_waiting(slot, false);
        self.running += 1;
        self.waiting -= 1;
    }

    fn set_waiting(&mut self, slot: Slot, waiting: bool) {
        if let Some(active) = &mut self.slots[slot] {
            active.waiting = waiting;
        }
    }

    /// The thread of `slot` has nothing to do. `false` if it is to end.
    pub(super) fn rest(&mut self, slot: Slot, signal: &Arc<Signal>) -> bool {
        if self.closed {
            self.retire(slot);
            return false;
        }
        self.idle.push((slot, Arc::clone(signal)));
        true
    }

    /// The thread of `slot` has rested long enough and ends, unless it was woken just now.
    pub(super) fn leave(&mut self, slot: Slot) -> bool {
        let Some(index) = self.idle.iter().position(|(idle, _)| *idle == slot) else { return false };
        self.idle.remove(index);
        self.retire(slot);
        true
    }

    fn retire(&mut self, slot: Slot) {
        self.threads -= 1;
        self.free_slots.push(slot);
    }

    /// The operating system refused a thread. The jobs that are given back would never have run; the others wait for the threads
    /// that there are, which come for them at the end of their jobs.
    pub(super) fn start_failed(&mut self, thread: NewThread) -> (Vec<J>, Summons) {
        self.approaching -= 1;
        self.retire(thread.slot);
        let mut summons = Summons::Nobody;
        let mut lost = Vec::new();
        if self.nested.len() > self.approaching {
            // Threads that became idle in the meantime are as good. No new one: it would most likely be refused as well.
            match self.idle.pop() {
                Some((_, signal)) => {
                    self.approaching += 1;
                    summons = Summons::Wake(signal);
                }
                None => lost.extend(self.nested.pop_back().map(|(job, _)| job)),
            }
        }
        if self.threads == 0 {
            lost.extend(self.queue.drain());
        }
        (lost, summons)
    }

    /// Takes a job back that no thread has come for.
    pub(super) fn withdraw(&mut self, ticket: Ticket) -> Option<J> {
        self.queue.remove(ticket)
    }

    /// Since when the first in the queue has waited.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.queue.oldest()
    }

    /// The jobs that came to the queue at `latest` or before, taken out of it.
    pub(super) fn expire(&mut self, latest: Instant) -> Vec<J> {
        let mut expired = Vec::new();
        while self.queue.oldest().is_some_and(|since| since <= latest) {
            expired.extend(self.queue.pop().map(|(job, _)| job));
        }
        expired
    }

    /// From now on threads end when they have nothing to do. Gives those that have nothing to do now, to be woken.
    #[must_use]
    pub(super) fn close(&mut self) -> Vec<Arc<Signal>> {
        self.closed = true;
        self.approaching += self.idle.len();
        self.idle.drain(..).map(|(_, signal)| signal).collect()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Empties the queue. Nested jobs stay: they belong to running ones.
    pub(super) fn drain(&mut self) -> Vec<J> {
        self.queue.drain()
    }

    /// The job of `slot`.
    pub(super) fn job(&self, slot: Slot) -> Option<&J> {
        self.slots[slot].as_ref().map(|active| &active.job)
    }

    /// The jobs on threads.
    pub(super) fn active(&self) -> impl Iterator<Item = &Active<J>> {
        self.slots.iter().flatten()
    }

    /// Whether no job is on a thread, nor about to be.
    pub(super) fn is_quiet(&self) -> bool {
        self.running + self.waiting + self.queue.len() + self.nested.len() == 0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::park::Parker;
    use super::*;

    fn starts(permits: usize, jobs: u32) -> usize {
        let mut state = State::new(Limits { permits, threads: 100, queue: 100 });
        let summons = (0..jobs).map(|job| state.submit(job, Instant::now()).unwrap().1);
        summons.filter(|summons| matches!(summons, Summons::Start(_))).count()
    }

    #[test]
    fn threads_start_side_by_side_but_no_more_than_can_run_or_have_a_job() {
        assert_eq!(starts(100, 100), STARTS_AT_ONCE);
        assert_eq!(starts(100, 2), 2);
        assert_eq!(starts(3, 100), 3);
    }

    /// A state with as many idle threads, and a slot in which a job runs.
    fn with_idle_threads(threads: usize) -> (State<u32>, Slot) {
        let mut state = State::new(Limits { permits: 100, threads, queue: 100 });
        for job in 0..threads {
            let (_, summons) = state.submit(u32::try_from(job).unwrap(), Instant::now()).unwrap();
            assert!(matches!(summons, Summons::Start(_)));
        }
        for slot in 0..threads {
            state.arrive();
            state.take(slot, Instant::now()).unwrap();
        }
        for slot in 1..threads {
            state.finish(slot);
            assert!(state.rest(slot, &Parker::new().signal()));
        }
        (state, 0)
    }

    fn wakes(state: &mut State<u32>) -> usize {
        let summons = (0..20).map(|job| state.submit(job, Instant::now()).unwrap().1);
        summons.filter(|summons| matches!(summons, Summons::Wake(_))).count()
    }

    #[test]
    fn idle_threads_wake_side_by_side_while_jobs_wait() {
        let (mut state, _) = with_idle_threads(STARTS_AT_ONCE);
        assert_eq!(wakes(&mut state), 1);
        let (mut state, slot) = with_idle_threads(STARTS_AT_ONCE);
        assert!(matches!(state.wait(slot), Summons::Nobody));
        assert_eq!(wakes(&mut state), WAKES_AT_ONCE);
    }
}
