//! Several measurements of one thing.

use std::fmt;

/// The middle of the measurements, and how far they lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Spread {
    /// # Panics
    ///
    /// Without a measurement.
    pub(crate) fn of(measurements: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = measurements.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median =
            if sorted.len().is_multiple_of(2) { (sorted[middle - 1] + sorted[middle]) / 2.0 } else { sorted[middle] };
        Self { median, min: sorted[0], max: sorted[sorted.len() - 1] }
    }

    /// One side in proportion to the other, round by round: what disturbed a round disturbed both.
    pub(crate) fn of_ratios(ours: &[f64], theirs: &[f64]) -> Self {
        Self::of(ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs))
    }

    /// Whether the median keeps to the limit, in words.
    pub(crate) fn verdict(&self, limit: Option<f64>) -> String {
        match limit {
            None => "–".to_owned(),
            Some(limit) if self.median <= limit => format!("≤ {limit}: met"),
            Some(limit) => format!("≤ {limit}: **missed**"),
        }
    }
}

/// `1.02 (1.01 – 1.04)`
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { median, min, max } = self;
        write!(f, "{median:.3} ({min:.3} – {max:.3})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_between_the_middle_two() {
        assert_eq!(Spread::of([3.0, 1.0, 9.0]), Spread { median: 3.0, min: 1.0, max: 9.0 });
        assert_eq!(Spread::of([3.0, 1.0, 9.0, 2.0]).median, 2.5);
    }

    #[test]
    fn ratios_are_taken_within_a_round() {
        assert_eq!(Spread::of_ratios(&[2.0, 20.0], &[1.0, 10.0]), Spread { median: 2.0, min: 2.0, max: 2.0 });
    }

    #[test]
    fn the_verdict_is_about_the_median() {
        let ratio = Spread { median: 1.05, min: 1.0, max: 2.0 };
        assert_eq!(ratio.verdict(Some(1.05)), "≤ 1.05: met");
        assert_eq!(ratio.verdict(Some(1.0)), "≤ 1: **missed**");
    }
}
