//! What a call costs by which a job waits.

use std::future::{Future, poll_fn, ready};
use std::hint::black_box;
use std::task::Poll;
use std::time::Instant;

use super::bridge::{Bridge, Pyramidion, Tokio};
use super::contest::{Contest, Measure, Peer};
use super::house::visit;
use super::report::Unit;

const CALLS: u32 = 1_000_000;

pub(super) fn contests() -> Vec<Contest> {
    let contest = |what: &str, limit, ours, measure| {
        let peer = Peer { name: "`Handle::block_on`", limit, goal: None, measure };
        Contest { what: what.to_owned(), unit: Unit::Nanoseconds, ours, peers: vec![peer] }
    };
    vec![
        contest(
            "a call for a future that is ready",
            Some(0.5),
            measure::<Pyramidion, _>(|| ready(black_box(7))),
            measure::<Tokio, _>(|| ready(black_box(7))),
        ),
        contest(
            "a call for a future that wakes itself once",
            None,
            measure::<Pyramidion, _>(once_pending),
            measure::<Tokio, _>(once_pending),
        ),
    ]
}

/// The nanoseconds of one call.
fn measure<B: Bridge, F: Future<Output = u32> + 'static>(future: fn() -> F) -> Measure {
    Box::new(move || visit(None, async || B::new().run(move || call::<B, F>(future)).await))
}

fn call<B: Bridge, F: Future<Output = u32>>(future: fn() -> F) -> f64 {
    let started = Instant::now();
    for _ in 0..CALLS {
        black_box(B::wait(future()));
    }
    started.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn once_pending() -> impl Future<Output = u32> {
    let mut is_woken = false;
    poll_fn(move |context| {
        if is_woken {
            return Poll::Ready(7);
        }
        is_woken = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
}
