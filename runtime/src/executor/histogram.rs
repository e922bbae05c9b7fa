//! Durations, counted by their order of magnitude.

use std::time::Duration;

const BUCKETS: usize = 48;

/// How often durations were of which order: one bucket for each power of two of nanoseconds, up to 39 hours.
///
/// ```
/// use pyramidion::executor::Histogram;
///
/// let empty = Histogram::default();
/// assert_eq!((empty.count(), empty.quantile(0.99)), (0, None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    buckets: [u64; BUCKETS],
    count: u64,
    sum: Duration,
}

impl Histogram {
    pub(super) fn record(&mut self, time: Duration) {
        let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let bucket = (u64::BITS - nanoseconds.leading_zeros()) as usize;
        self.buckets[bucket.min(BUCKETS - 1)] += 1;
        self.count += 1;
        self.sum = self.sum.saturating_add(time);
    }

    /// How many durations were recorded.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// All durations together.
    #[must_use]
    pub fn sum(&self) -> Duration {
        self.sum
    }

    /// A bound that the share `quantile` of the durations, from 0 to 1, does not exceed: at most twice the true one. `None` if
    /// none was recorded.
    #[must_use]
    pub fn quantile(&self, quantile: f64) -> Option<Duration> {
        let wanted = (quantile.clamp(0.0, 1.0) * self.count as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        let reached = |&count: &u64| {
            seen += count;
            seen >= wanted
        };
        let bucket = self.buckets.iter().position(reached)?;
        Some(Duration::from_nanos((1 << bucket) - 1))
    }

    /// The buckets that are not empty, shortest first: each one's upper bound, and how many durations are in it.
    pub fn buckets(&self) -> impl Iterator<Item = (Duration, u64)> {
        let filled = self.buckets.iter().enumerate().filter(|(_, count)| **count > 0);
        filled.map(|(bucket, count)| (Duration::from_nanos((1 << bucket) - 1), *count))
    }
}

impl Default for Histogram {
    fn default() -> Histogram {
        Histogram { buckets: [0; BUCKETS], count: 0, sum: Duration::ZERO }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_bound_what_was_recorded() {
        let mut histogram = Histogram::default();
        for microseconds in 1..=1_000 {
            histogram.record(Duration::from_micros(microseconds));
        }
        assert_eq!(histogram.count(), 1_000);
        assert_eq!(histogram.sum(), Duration::from_micros(500_500));
        for (quantile, exact) in [(0.001, 1), (0.5, 500), (0.99, 990), (1.0, 1_000)] {
            let (exact, bound) = (Duration::from_micros(exact), histogram.quantile(quantile));
            assert!(bound.is_some_and(|bound| exact <= bound && bound < exact * 2), "{quantile}: {bound:?}");
        }
        assert_eq!(histogram.buckets().map(|(_, count)| count).sum::<u64>(), 1_000);
    }

    #[test]
    fn the_shortest_and_the_longest_have_a_bucket() {
        let mut histogram = Histogram::default();
        histogram.record(Duration::ZERO);
        histogram.record(Duration::MAX);
        assert_eq!(histogram.quantile(0.0), Some(Duration::ZERO));
        assert_eq!(histogram.count(), 2);
    }
}
