//! Sides that are measured in turns.

use crate::Outcome;

/// The measurements of each side, one of each round.
///
/// The sides take turns, so that whatever else the machine does meets all of them. Every other round goes the other way round, so that
/// no side is always the one that comes after the same other one.
pub(crate) fn take<T>(what: &str, rounds: usize, sides: &[&dyn Fn() -> Outcome<T>]) -> Outcome<Vec<Vec<T>>> {
    let mut measurements: Vec<Vec<T>> = sides.iter().map(|_| Vec::new()).collect();
    for round in 1..=rounds {
        eprintln!("{what}, round {round} of {rounds}");
        let mut turns: Vec<_> = sides.iter().zip(&mut measurements).collect();
        if round % 2 == 0 {
            turns.reverse();
        }
        for (measure, measurements) in turns {
            measurements.push(measure()?);
        }
    }
    Ok(measurements)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn every_other_round_goes_the_other_way_round() {
        let clock = Cell::new(0);
        let side = || {
            clock.set(clock.get() + 1);
            Ok(clock.get())
        };
        let measurements = take("turns", 3, &[&side, &side]).unwrap();
        assert_eq!(measurements, [[1, 4, 5], [2, 3, 6]]);
    }
}
