//! When a connection has had its time.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::sync::futures::Notified;
use tokio::time::{Instant, Sleep, sleep_until};

use super::pulse::{Phase, Pulse};
use crate::server::shared::Shared;
use crate::server::stage::Stage;

/// When the server drains: how old a connection must be that has sent nothing yet, so that nothing is on its way.
const FRESH: Duration = Duration::from_secs(1);

/// When the server drains: how long an idle connection is still looked at, for a request may have come in this moment.
const LAST_LOOK: Duration = Duration::from_millis(50);

/// When the server drains: how long a request may still take to come whole.
const LAST_HEAD: Duration = Duration::from_secs(5);

/// How long a connection may take to close.
const CLOSING: Duration = Duration::from_secs(5);

/// What is to be done with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Let it finish what it is doing, and close it.
    Finish,
    /// Say that a request's head took too long, and close it.
    HeadTooSlow,
    /// Drop it.
    Drop(&'static str),
}

pin_project! {
    /// The deadlines of one connection.
    ///
    /// There is one timer, which is set anew only where that must be earlier or has passed: a connection that is in use has its
    /// deadlines moved on with each request, and none of that reaches the runtime's timers.
    pub(super) struct Deadlines<'a> {
        shared: &'a Shared,
        pulse: Arc<Pulse>,
        began: Instant,
        seen: u32,
        since: Instant,
        blocked: Option<(u32, Instant)>,
        drains: Option<Instant>,
        finishes: Option<Instant>,
        heard: Stage,
        listens: bool,
        #[pin]
        change: Notified<'a>,
        // When the timer fires.
        fires: Option<Instant>,
        #[pin]
        timer: Option<Sleep>,
    }
}

impl<'a> Deadlines<'a> {
    pub(super) fn new(shared: &'a Shared, pulse: Arc<Pulse>) -> Self {
        let began = Instant::now();
        Self {
            shared,
            seen: pulse.changes(),
            pulse,
            began,
            since: began,
            blocked: None,
            drains: None,
            finishes: None,
            heard: Stage::Serving,
            listens: false,
            change: shared.stages.change(),
            fires: None,
            timer: None,
        }
    }

    /// To be called after the connection was polled, for that may have moved the deadlines. The connection must be polled
    /// again after a verdict.
    pub(super) fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Verdict> {
        let stage = self.as_mut().hear(context);
        if stage == Stage::Aborting {
            if matches!(self.pulse.phase(), Phase::Head | Phase::Busy) {
                self.shared.given_up.fetch_add(1, Relaxed);
            }
            return Poll::Ready(Verdict::Drop("the server ends"));
        }
        if self.pulse.changes_elsewhere() {
            self.pulse.task().register(context.waker());
        }
        let now = self.as_mut().look(stage);
        if self.finishes_now() {
            return Poll::Ready(self.finish());
        }
        let Some((deadline, verdict)) = self.next() else { return Poll::Pending };
        ready!(self.as_mut().poll_timer(deadline, now, context));
        match verdict {
            Verdict::Finish => Poll::Ready(self.finish()),
            // Nothing can be said to a client that does not listen.
            _ if self.blocked.is_some() => {
                self.pulse.give_up();
                Poll::Ready(Verdict::Drop("the client takes nothing of the response"))
            }
            _ => Poll::Ready(verdict),
        }
    }

    /// Waits for the next stage of the server, and tells the present one.
    ///
    /// A task has one waker, so the wait is polled once for each stage, and not with each poll of the connection: that
    /// would take a lock which all connections share.
    fn hear(self: Pin<&mut Self>, context: &mut Context<'_>) -> Stage {
        let mut this = self.project();
        let shared: &'a Shared = this.shared;
        let stages = &shared.stages;
        while !*this.listens || stages.now() != *this.heard {
            *this.heard = stages.now();
            this.change.set(stages.change());
            *this.listens = this.change.as_mut().poll(context).is_pending();
        }
        *this.heard
    }

    /// Notes since when things are as they are; gives the time if that is since now.
    fn look(self: Pin<&mut Self>, stage: Stage) -> Option<Instant> {
        let this = self.project();
        let mut now = None;
        if this.pulse.changes() != *this.seen {
            *this.seen = this.pulse.changes();
            *this.since = *now.insert(Instant::now());
        }
        match this.pulse.blocked() {
            None => {
                if this.blocked.take().is_some() && this.pulse.phase() == Phase::Idle {
                    *this.since = Instant::now(); // Only now has the client got the response.
                }
            }
            Some(time) if this.blocked.is_some_and(|(seen, _)| seen == time) => {}
            Some(time) => *this.blocked = Some((time, Instant::now())),
        }
        if stage == Stage::Draining {
            this.drains.get_or_insert_with(Instant::now);
        }
        now
    }

    fn finish(self: Pin<&mut Self>) -> Verdict {
        *self.project().finishes = Some(Instant::now());
        Verdict::Finish
    }

    /// Whether the connection is to be told that its present request is the last. HTTP/2 can be told at any time.
    fn finishes_now(&self) -> bool {
        let can_be_told = self.pulse.phase() == Phase::Busy || self.pulse.is_multiplexed();
        self.drains.is_some() && self.finishes.is_none() && can_be_told
    }

    fn next(&self) -> Option<(Instant, Verdict)> {
        let own = self.end_of_phase();
        let (Some((_, since)), Some(time)) = (self.blocked, self.shared.options.write_timeout) else { return own };
        let stalled = (since + time, Verdict::Drop("the client takes nothing of the response"));
        Some(own.filter(|(deadline, _)| *deadline < stalled.0).unwrap_or(stalled))
    }

    fn end_of_phase(&self) -> Option<(Instant, Verdict)> {
        let options = &self.shared.options;
        let phase = self.pulse.phase();
        if let (Some(finishes), true) = (self.finishes, !matches!(phase, Phase::Busy | Phase::Lingering)) {
            return Some((finishes.max(self.since) + CLOSING, Verdict::Drop("it did not close in time")));
        }
        let (regular, verdict) = match phase {
            Phase::Busy => return None,
            // A response is not sent yet, and has a deadline of its own.
            Phase::Idle if self.blocked.is_some() => return None,
            Phase::New => (self.since + options.header_read_timeout, Verdict::Drop("no request came in time")),
            Phase::Head => (self.since + options.header_read_timeout, Verdict::HeadTooSlow),
            Phase::Idle => (self.since + options.keep_alive_timeout, Verdict::Finish),
            Phase::Lingering => {
                (self.since + options.lingering_time, Verdict::Drop("the client still sends what nobody wants"))
            }
        };
        let hurried = self.drains.and_then(|drains| match phase {
            Phase::New => Some(self.began + FRESH),
            Phase::Head => Some(drains + LAST_HEAD),
            Phase::Idle => Some(drains + LAST_LOOK),
            Phase::Busy | Phase::Lingering => None,
        });
        Some((hurried.map_or(regular, |hurried| hurried.min(regular)), verdict))
    }

    fn poll_timer(
        self: Pin<&mut Self>,
        deadline: Instant,
        now: Option<Instant>,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        let this = self.project();
        let fires = this.fires.filter(|fires| *fires <= deadline);
        if fires > now && now.is_some() {
            return Poll::Pending; // The timer itself is farther away.
        }
        let mut timer = this.timer;
        if fires.is_some() && timer.as_ref().as_pin_ref().is_some_and(|timer| !timer.is_elapsed()) {
            return Poll::Pending; // It was polled when it was set.
        }
        if deadline <= Instant::now() {
            return Poll::Ready(());
        }
        *this.fires = Some(deadline);
        match timer.as_mut().as_pin_mut() {
            Some(timer) => timer.reset(deadline),
            None => timer.set(Some(sleep_until(deadline))),
        }
        timer.as_pin_mut().map_or(Poll::Pending, |timer| timer.poll(context))
    }
}
