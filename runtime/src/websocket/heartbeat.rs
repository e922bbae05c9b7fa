//! Whether the peer is still there.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

/// Pings a peer that is silent, and gives it up if it stays so. Whatever comes from it counts as a sign of life.
pub(super) struct Heartbeat {
    interval: Duration,
    timeout: Duration,
    /// When something was heard last, and how much that was in all.
    heard: Instant,
    received: u64,
    /// This time shorter, so that connections that were opened together do not ping together.
    shortened: Duration,
    state: State,
    pings: u64,
}

enum State {
    Listening,
    Asked { at: Instant },
}

/// What is to be done.
#[derive(Debug, PartialEq)]
pub(super) enum Beat {
    /// Nothing until then.
    Rest(Instant),
    /// The peer is to be sent this ping.
    Ping(Bytes),
    /// The peer has not answered.
    Dead,
}

impl Heartbeat {
    /// None if `interval` is zero.
    pub(super) fn new(interval: Duration, timeout: Duration) -> Option<Self> {
        (!interval.is_zero()).then(|| Self {
            interval,
            timeout,
            heard: Instant::now(),
            received: 0,
            shortened: jitter(interval),
            state: State::Listening,
            pings: 0,
        })
    }

    /// The connection has received so many bytes in all.
    pub(super) fn received(&mut self, bytes: u64, now: Instant) {
        if bytes != self.received {
            (self.received, self.heard) = (bytes, now);
        }
    }

    /// Nothing is read now, so nothing is heard.
    pub(super) fn deaf(&mut self, now: Instant) {
        self.heard = now;
    }

    pub(super) fn beat(&mut self, now: Instant) -> Beat {
        if let State::Asked { at } = self.state {
            if self.heard < at {
                let end = at + self.timeout;
                return if now >= end { Beat::Dead } else { Beat::Rest(end) };
            }
            self.state = State::Listening;
            self.shortened = jitter(self.interval);
        }
        let due = self.heard + self.interval - self.shortened;
        if now < due {
            return Beat::Rest(due);
        }
        self.state = State::Asked { at: now };
        self.pings += 1;
        Beat::Ping(Bytes::copy_from_slice(&self.pings.to_be_bytes()))
    }

    /// How long the answer to the last ping took, if `payload` is that.
    pub(super) fn round_trip(&self, payload: &Bytes, now: Instant) -> Option<Duration> {
        match self.state {
            State::Asked { at } if payload[..] == self.pings.to_be_bytes() => Some(now - at),
            _ => None,
        }
    }
}

/// Up to a fifth.
fn jitter(interval: Duration) -> Duration {
    interval.mul_f64(fastrand::f64() / 5.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn heartbeat() -> (Heartbeat, Instant) {
        let heartbeat = Heartbeat::new(25 * SECOND, 20 * SECOND).expect("the interval is not zero");
        (heartbeat, Instant::now())
    }

    fn pinged(heartbeat: &mut Heartbeat, now: Instant) -> Bytes {
        match heartbeat.beat(now) {
            Beat::Ping(payload) => payload,
            other => panic!("no ping: {other:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn silence_is_asked_and_then_given_up() {
        let (mut heartbeat, start) = heartbeat();
        let Beat::Rest(due) = heartbeat.beat(start) else { panic!("too early") };
        assert!(due >= start + 20 * SECOND && due <= start + 25 * SECOND);
        pinged(&mut heartbeat, due);
        assert_eq!(heartbeat.beat(due + SECOND), Beat::Rest(due + 20 * SECOND));
        assert_eq!(heartbeat.beat(due + 20 * SECOND), Beat::Dead);
    }

    #[tokio::test(start_paused = true)]
    async fn whatever_is_heard_is_a_sign_of_life() {
        let (mut heartbeat, start) = heartbeat();
        heartbeat.received(1, start + 20 * SECOND);
        assert!(matches!(heartbeat.beat(start + 30 * SECOND), Beat::Rest(_)));
        pinged(&mut heartbeat, start + 45 * SECOND);
        heartbeat.received(2, start + 46 * SECOND);
        assert!(matches!(heartbeat.beat(start + 65 * SECOND), Beat::Rest(_)));
        heartbeat.received(2, start + 99 * SECOND);
        pinged(&mut heartbeat, start + 99 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn only_the_answer_to_the_last_ping_is_timed() {
        let (mut heartbeat, start) = heartbeat();
        let payload = pinged(&mut heartbeat, start + 25 * SECOND);
        assert_eq!(heartbeat.round_trip(&payload, start + 26 * SECOND), Some(SECOND));
        assert_eq!(heartbeat.round_trip(&Bytes::new(), start + 26 * SECOND), None);
    }

    #[tokio::test(start_paused = true)]
    async fn it_can_be_off() {
        assert!(Heartbeat::new(Duration::ZERO, SECOND).is_none());
    }
}
