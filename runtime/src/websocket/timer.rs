//! The one timer of a connection.

use std::future::Future as _;
use std::pin::Pin;
use std::task::Context;

use tokio::time::{Instant, Sleep, sleep_until};

/// One of tokio's timers, which goes on to the next of several deadlines.
///
/// It is set anew when it has fired, or is to fire earlier; a deadline that moves away costs nothing until then. It is the
/// 112 bytes of a [`Sleep`] in tokio's wheel, which is shared by all connections: less than a wheel of our own would cost.
#[derive(Default)]
pub(super) struct Timer(Option<Pin<Box<Sleep>>>);

impl Timer {
    /// Whether `deadline` has passed; if not, the task is woken then, or before.
    pub(super) fn is_due(&mut self, deadline: Option<Instant>, context: &mut Context<'_>) -> bool {
        let Some(deadline) = deadline else { return false };
        let sleep = self.0.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        loop {
            if sleep.deadline() > deadline {
                sleep.as_mut().reset(deadline);
            }
            if sleep.as_mut().poll(context).is_pending() {
                return false;
            }
            if sleep.deadline() >= deadline || Instant::now() >= deadline {
                return true;
            }
            sleep.as_mut().reset(deadline);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::task::Poll;
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_follows_a_deadline_that_moves() {
        let (start, mut timer) = (Instant::now(), Timer::default());
        let after = |seconds| Some(start + Duration::from_secs(seconds));
        for deadlines in [[5, 9], [20, 12], [13, 30]] {
            let mut calls = 0;
            let end = poll_fn(|context| {
                let deadline = after(deadlines[usize::from(calls > 0)]);
                calls += 1;
                if timer.is_due(deadline, context) {
                    return Poll::Ready(Instant::now());
                }
                if calls == 1 {
                    context.waker().wake_by_ref();
                }
                Poll::Pending
            });
            assert_eq!(Some(end.await), after(deadlines[1]));
        }
        assert!(!poll_fn(|context| Poll::Ready(timer.is_due(None, context))).await);
    }

    #[test]
    fn it_is_small() {
        assert!(size_of::<Sleep>() <= 128, "{}", size_of::<Sleep>());
    }
}
