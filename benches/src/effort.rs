//! How long it is measured for.

use std::time::Duration;

/// How often and how long each side is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// Odd, so that the median is a measured value.
    pub(crate) rounds: usize,
    pub(crate) warm_up: Duration,
    pub(crate) measured: Duration,
    /// How many websockets idle, or wait for the same message.
    pub(crate) crowd: usize,
}

impl Effort {
    pub(crate) const FULL: Self =
        Self { rounds: 5, warm_up: Duration::from_millis(150), measured: Duration::from_millis(700), crowd: 10_000 };

    /// Enough to see that everything works. The numbers mean nothing.
    pub(crate) const QUICK: Self =
        Self { rounds: 1, warm_up: Duration::from_millis(100), measured: Duration::from_millis(200), crowd: 1_000 };

    /// Goes at the beginning of a chapter.
    pub(crate) fn warning(&self) -> &'static str {
        if self.rounds == 1 {
            "**A quick run, to see that everything works: these numbers mean nothing.**\n\n"
        } else {
            ""
        }
    }
}
