//! How many messages a peer may send.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use super::RateLimit;

/// What is left of a [`RateLimit`], by governor.
pub(super) struct Rate(Box<DefaultDirectRateLimiter>);

impl Rate {
    pub(super) fn new(limit: RateLimit) -> Self {
        let each = (limit.period / limit.count.get()).max(Duration::from_nanos(1));
        let quota = Quota::with_period(each).unwrap_or(Quota::per_second(NonZeroU32::MAX));
        Self(Box::new(RateLimiter::direct(quota.allow_burst(limit.count))))
    }

    /// Whether one more message is in order.
    pub(super) fn admits(&self) -> bool {
        self.0.check().is_ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn as_many_at_once_as_in_the_period() {
        let rate = Rate::new(RateLimit { count: NonZeroU32::new(3).unwrap(), period: Duration::from_secs(3600) });
        assert_eq!([(); 5].map(|()| rate.admits()), [true, true, true, false, false]);
    }
}
