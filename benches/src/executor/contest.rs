//! One thing that is measured, on several sides that take turns.

use super::report::Unit;
use crate::{Outcome, turns};

/// Odd, so that the median is a measured value.
pub(super) const ROUNDS: usize = 5;

/// Gives a measurement; less is better.
pub(super) type Measure = Box<dyn Fn() -> Outcome<f64>>;

/// One thing to measure, on our side and the peers'.
pub(super) struct Contest {
    pub(super) what: String,
    pub(super) unit: Unit,
    pub(super) ours: Measure,
    pub(super) peers: Vec<Peer>,
}

/// A peer, and the most that ours may take in proportion to it.
pub(super) struct Peer {
    pub(super) name: &'static str,
    pub(super) limit: Option<f64>,
    pub(super) goal: Option<f64>,
    pub(super) measure: Measure,
}

/// What came out beside one peer, one measurement of each round.
pub(super) struct Row {
    pub(super) what: String,
    pub(super) unit: Unit,
    pub(super) peer: Peer,
    pub(super) ours: Vec<f64>,
    pub(super) theirs: Vec<f64>,
}

impl Contest {
    /// Measures all sides, in turns.
    pub(super) fn hold(self) -> Outcome<Vec<Row>> {
        let Self { what, unit, ours, peers } = self;
        let sides = std::iter::once(&ours).chain(peers.iter().map(|peer| &peer.measure));
        let sides: Vec<&dyn Fn() -> Outcome<f64>> = sides.map(|measure| &**measure as _).collect();
        let mut measurements = turns::take(&what, ROUNDS, &sides)?.into_iter();
        let ours = measurements.next().unwrap_or_default();
        let row = |(peer, theirs)| Row { what: what.clone(), unit, peer, ours: ours.clone(), theirs };
        Ok(peers.into_iter().zip(measurements).map(row).collect())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::rc::Rc;

    #[test]
    fn the_sides_take_turns() {
        let clock = Rc::new(Cell::new(0.0));
        let side = || -> Measure {
            let clock = Rc::clone(&clock);
            Box::new(move || {
                clock.set(clock.get() + 1.0);
                Ok(clock.get())
            })
        };
        let peer = Peer { name: "peer", limit: None, goal: None, measure: side() };
        let contest = Contest { what: "turns".to_owned(), unit: Unit::Nanoseconds, ours: side(), peers: vec![peer] };
        let rows = contest.hold().unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].ours, [1.0, 4.0, 5.0, 8.0, 9.0]);
        assert_eq!(rows[0].theirs, [2.0, 3.0, 6.0, 7.0, 10.0]);
    }
}
