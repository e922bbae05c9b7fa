//! Jobs that do nothing: what the way to a thread and back costs.

use super::bridge::{Actix, Bridge, Pyramidion, Tokio};
use super::contest::{Contest, Measure, Peer};
use super::house::{crowd, visit};
use super::report::Unit;

const IN_FLIGHT: [usize; 3] = [1, 64, 1024];
/// A multiple of each of them.
const JOBS: usize = 32_768;

pub(super) fn contests() -> Vec<Contest> {
    IN_FLIGHT.map(contest).into()
}

fn contest(in_flight: usize) -> Contest {
    let peer = |name, measure| Peer { name, limit: Some(1.0), goal: Some(0.667), measure };
    Contest {
        what: format!("an empty job, {in_flight} in flight"),
        unit: Unit::Microseconds,
        ours: measure::<Pyramidion>(in_flight),
        peers: vec![
            peer("`spawn_blocking`", measure::<Tokio>(in_flight)),
            peer("actix-web's `web::block`", measure::<Actix>(in_flight)),
        ],
    }
}

/// The microseconds in which one more job is done. The first batch starts the threads, and is not counted.
fn measure<B: Bridge>(in_flight: usize) -> Measure {
    Box::new(move || {
        visit(None, async || {
            let bridge = B::new();
            let jobs = JOBS / in_flight;
            crowd(&bridge, in_flight, jobs.div_ceil(8), || ()).await;
            crowd(&bridge, in_flight, jobs, || ()).await.as_secs_f64() * 1e6 / JOBS as f64
        })
    })
}
