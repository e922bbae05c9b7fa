//! The jobs that wait for their turn, first come, first served.

use std::collections::VecDeque;
use std::time::Instant;

/// A job's place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket(u64);

/// A queue that a job can leave from any place.
pub(super) struct Queue<J> {
    /// Sorted by ticket. The first one, if there is one, holds a job.
    places: VecDeque<Place<J>>,
    next: u64,
    jobs: usize,
}

struct Place<J> {
    ticket: Ticket,
    since: Instant,
    /// `None`: the job left.
    job: Option<J>,
}

impl<J> Queue<J> {
    pub(super) fn new() -> Self {
        Self { places: VecDeque::new(), next: 0, jobs: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.jobs
    }

    pub(super) fn push(&mut self, job: J, now: Instant) -> Ticket {
        let ticket = Ticket(self.next);
        self.next += 1;
        self.jobs += 1;
        self.places.push_back(Place { ticket, since: now, job: Some(job) });
        ticket
    }

    /// The job that has waited longest, and since when.
    pub(super) fn pop(&mut self) -> Option<(J, Instant)> {
        let Place { since, job, .. } = self.places.pop_front()?;
        self.jobs -= 1;
        self.close_ranks();
        Some((job.expect("the first place holds a job"), since))
    }

    /// The job at `ticket`, unless it is gone already.
    pub(super) fn remove(&mut self, ticket: Ticket) -> Option<J> {
        let index = self.places.binary_search_by_key(&ticket, |place| place.ticket).ok()?;
        let job = self.places[index].job.take()?;
        self.jobs -= 1;
        self.close_ranks();
        Some(job)
    }

    /// Since when the job has waited that has waited longest.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.places.front().map(|place| place.since)
    }

    pub(super) fn drain(&mut self) -> Vec<J> {
        self.jobs = 0;
        self.places.drain(..).filter_map(|place| place.job).collect()
    }

    /// Keeps the first place filled, and the empty ones fewer than the others.
    fn close_ranks(&mut self) {
        while self.places.front().is_some_and(|place| place.job.is_none()) {
            self.places.pop_front();
        }
        if self.places.len() > 2 * self.jobs + 32 {
            self.places.retain(|place| place.job.is_some());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(count: u32) -> (Queue<u32>, Vec<Ticket>) {
        let mut queue = Queue::new();
        let tickets = (0..count).map(|job| queue.push(job, Instant::now())).collect();
        (queue, tickets)
    }

    #[test]
    fn first_come_first_served() {
        let (mut queue, _) = filled(3);
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).map(|(job, _)| job).collect();
        assert_eq!(order, [0, 1, 2]);
        assert_eq!(queue.len(), 0);
    }

    #[test]
    fn a_job_leaves_once_from_any_place() {
        let (mut queue, tickets) = filled(4);
        assert_eq!(queue.remove(tickets[0]), Some(0));
        assert_eq!(queue.remove(tickets[2]), Some(2));
        assert_eq!(queue.remove(tickets[2]), None);
        assert_eq!(queue.len(), 2);
        assert_eq!(queue.pop().map(|(job, _)| job), Some(1));
        assert_eq!(queue.remove(tickets[1]), None, "taken already");
        assert_eq!(queue.drain(), [3]);
        assert!(queue.oldest().is_none());
    }

    #[test]
    fn left_places_do_not_pile_up_behind_a_job_that_stays() {
        const JOBS: u32 = if cfg!(miri) { 200 } else { 10_000 };
        let (mut queue, _) = filled(1);
        for job in 1..JOBS {
            let ticket = queue.push(job, Instant::now());
            assert_eq!(queue.remove(ticket), Some(job));
        }
        assert!(queue.places.len() < 64, "{}", queue.places.len());
        assert_eq!(queue.pop().map(|(job, _)| job), Some(0));
    }
}
