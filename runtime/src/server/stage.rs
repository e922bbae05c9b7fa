//! Where a server stands: it serves, it drains, it gives up. Everybody in it can wait for the next stage.

use std::pin::pin;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// The stages, in their order. There is no way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Serving,
    Draining,
    Aborting,
}

/// The stage that a server has reached.
///
/// Each connection looks at it whenever it is polled, so that is one load and no lock.
#[derive(Debug)]
pub(super) struct Stages {
    reached: AtomicU8,
    changed: Notify,
}

impl Stages {
    pub(super) fn new() -> Self {
        Self { reached: AtomicU8::new(Stage::Serving as u8), changed: Notify::new() }
    }

    pub(super) fn now(&self) -> Stage {
        match self.reached.load(Ordering::Acquire) {
            0 => Stage::Serving,
            1 => Stage::Draining,
            _ => Stage::Aborting,
        }
    }

    /// Goes on to `stage`, unless it is there or further.
    pub(super) fn advance(&self, stage: Stage) {
        if self.reached.fetch_max(stage as u8, Ordering::AcqRel) < stage as u8 {
            self.changed.notify_waiters();
        }
    }

    /// The next change from now on.
    pub(super) fn change(&self) -> Notified<'_> {
        self.changed.notified()
    }

    /// Waits until `stage`, or a later one, is reached.
    pub(super) async fn reach(&self, stage: Stage) {
        loop {
            let mut change = pin!(self.change());
            change.as_mut().enable(); // before the look at the stage, or a change in between would be missed
            if self.now() >= stage {
                return;
            }
            change.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn stages_are_waited_for_and_there_is_no_way_back() {
        let stages = Stages::new();
        assert!(stages.reach(Stage::Draining).now_or_never().is_none());
        let mut waiting = pin!(stages.reach(Stage::Draining));
        assert!(waiting.as_mut().now_or_never().is_none());
        stages.advance(Stage::Aborting);
        waiting.await;
        stages.advance(Stage::Draining);
        assert_eq!(stages.now(), Stage::Aborting);
    }
}
