//! Reads and writes a connection, whatever its view does meanwhile.

use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::time::Instant;

use super::channel::Channel;
use super::closing::Closing;
use super::frames::{Backend, DecodeError, Decoder as _, Incoming, Io, Role};
use super::heartbeat::{Beat, Heartbeat};
use super::leaving::Leaving;
use super::options::Coercion;
use super::output::Output;
use super::rate::Rate;
use super::timer::Timer;
use super::{CloseReason, ClosedBy, Message, Utf8Bytes, codes};

/// So many bytes are encoded before the stream is asked to take them: few writes for many small messages.
const ENOUGH: usize = 16 * 1024;

/// One side of a connection. Polled by its task only: see [`Connection`](super::task::Connection).
pub(crate) struct Pump {
    pub(super) io: Io,
    pub(super) decoder: Backend,
    pub(super) output: Output,
    pub(super) channel: Arc<Channel>,
    pub(super) received: u64,
    pub(super) phase: Phase,
    role: Role,
    heartbeat: Option<Heartbeat>,
    rate: Option<Rate>,
    leaving: Leaving,
    timer: Timer,
    /// The answer to the last ping, while there is no room for it.
    pong: Option<Bytes>,
    /// How many messages of the queue are in the output.
    in_output: u64,
    /// Since when the stream takes nothing.
    blocked: Option<Instant>,
    /// How long the queue is, as the metrics know it.
    queued: usize,
}

/// How far the end is.
pub(super) enum Phase {
    Open,
    /// The peer has closed, or cannot be understood, and is answered once the view has received what came before.
    Answering {
        reason: CloseReason,
        until: Instant,
    },
    Closing(Closing),
    Over,
}

impl Pump {
    pub(super) fn new(io: Io, role: Role, channel: Arc<Channel>, leaving: Leaving) -> Self {
        let limits = &channel.limits;
        Self {
            io,
            decoder: Backend::new(role, limits.max_message_size, limits.max_frame_size),
            output: Output::new(role),
            received: 0,
            phase: Phase::Open,
            role,
            heartbeat: Heartbeat::new(limits.heartbeat, limits.heartbeat_timeout),
            rate: limits.rate_limit.map(Rate::new),
            leaving,
            timer: Timer::default(),
            pong: None,
            in_output: 0,
            blocked: None,
            queued: 0,
            channel,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over)
    }

    /// Who this side is.
    pub(super) fn us(&self) -> ClosedBy {
        if self.role == Role::Server { ClosedBy::Server } else { ClosedBy::Client }
    }

    fn peer(&self) -> ClosedBy {
        if self.role == Role::Server { ClosedBy::Client } else { ClosedBy::Server }
    }

    /// Does what is due.
    pub(super) fn keep_time(&mut self, now: Instant, context: &mut Context<'_>) {
        if matches!(self.phase, Phase::Open) {
            self.leave_if_told(now, context);
            self.beat(now, context);
        }
        match &self.phase {
            Phase::Answering { until, .. } if now >= *until => self.answer_close(now, context),
            Phase::Closing(closing) if now >= closing.deadline => self.give_up(),
            Phase::Open | Phase::Answering { .. } if self.stuck_since().is_some_and(|stuck| now >= stuck) => {
                self.fail(codes::POLICY_VIOLATION, Utf8Bytes::from_static("too slow a reader"), now, context);
            }
            _ => {}
        }
    }

    /// Whether something is due already; if not, the task is woken when it is.
    pub(super) fn is_time(&mut self, now: Instant, context: &mut Context<'_>) -> bool {
        let deadlines = match &self.phase {
            Phase::Open => [self.next_beat(now), self.leaving.at(), self.stuck_since()],
            Phase::Answering { until, .. } => [Some(*until), self.stuck_since(), None],
            Phase::Closing(closing) => [Some(closing.deadline), None, None],
            Phase::Over => return false,
        };
        self.timer.is_due(deadlines.into_iter().flatten().min(), context)
    }

    fn leave_if_told(&mut self, now: Instant, context: &mut Context<'_>) {
        if let Some(code) = self.leaving.poll(now, context) {
            let text = if code == codes::SERVICE_RESTART { "the service restarts" } else { "the server goes away" };
            self.close(code, Utf8Bytes::from_static(text), now, context);
        }
    }

    fn beat(&mut self, now: Instant, context: &mut Context<'_>) {
        match self.heartbeat.as_mut().map(|heartbeat| heartbeat.beat(now)) {
            Some(Beat::Ping(payload)) => self.output.ping(payload),
            Some(Beat::Dead) => self.lost("the peer has not answered a ping".into(), context),
            Some(Beat::Rest(_)) | None => {}
        }
    }

    fn next_beat(&mut self, now: Instant) -> Option<Instant> {
        match self.heartbeat.as_mut()?.beat(now) {
            Beat::Rest(until) => Some(until),
            Beat::Ping(payload) => {
                self.output.ping(payload);
                Some(now)
            }
            Beat::Dead => Some(now),
        }
    }

    /// When the peer will have taken nothing for too long.
    fn stuck_since(&self) -> Option<Instant> {
        self.blocked.map(|since| since + self.channel.limits.write_timeout)
    }

    /// Reads what there is, as far as the view keeps up.
    pub(super) fn read(&mut self, now: Instant, context: &mut Context<'_>) {
        while matches!(self.phase, Phase::Open) {
            if !self.channel.may_read() {
                self.heartbeat.iter_mut().for_each(|heartbeat| heartbeat.deaf(now));
                break;
            }
            match self.decoder.poll_next(&mut self.io, &mut self.received, context) {
                Poll::Pending => break,
                Poll::Ready(Ok(incoming)) => self.take(incoming, now, context),
                Poll::Ready(Err(DecodeError::Lost(text))) => self.lost(text, context),
                Poll::Ready(Err(DecodeError::Violation(code, text))) => self.violated(code, text, now),
            }
        }
        if let Some(heartbeat) = &mut self.heartbeat {
            heartbeat.received(self.received, now);
        }
    }

    fn take(&mut self, incoming: Incoming, now: Instant, context: &mut Context<'_>) {
        match incoming {
            Incoming::Message(message) => self.deliver(message, now, context),
            Incoming::Ping(payload) if self.output.len() < ENOUGH => self.output.pong(payload),
            Incoming::Ping(payload) => self.pong = Some(payload),
            Incoming::Pong(payload) => {
                let round_trip = self.heartbeat.as_ref().and_then(|heartbeat| heartbeat.round_trip(&payload, now));
                if let (Some(round_trip), Some(metrics)) = (round_trip, &self.channel.metrics) {
                    metrics.answered_ping(round_trip);
                }
            }
            Incoming::Close(frame) => {
                let (code, text) = frame.unwrap_or((codes::NO_STATUS, Utf8Bytes::default()));
                let reason = CloseReason { by: self.peer(), code, text };
                self.phase = Phase::Answering { reason, until: now + super::closing::GRACE };
            }
        }
    }

    fn deliver(&mut self, message: Message, now: Instant, context: &mut Context<'_>) {
        if let Some(metrics) = &self.channel.metrics {
            metrics.received(message.len());
        }
        if self.rate.as_ref().is_some_and(|rate| !rate.admits()) {
            return self.fail(codes::POLICY_VIOLATION, Utf8Bytes::from_static("too many messages"), now, context);
        }
        match coerce(self.channel.limits.coercion, message) {
            Some(message) => self.channel.deliver(message, context.waker()),
            None => self.violated(codes::INVALID_PAYLOAD, Utf8Bytes::from_static("text must be UTF-8"), now),
        }
    }

    /// The peer has broken a rule, and is told so once the view has received what was in order before.
    fn violated(&mut self, code: u16, text: Utf8Bytes, now: Instant) {
        let reason = CloseReason { by: self.us(), code, text };
        self.phase = Phase::Answering { reason, until: now + super::closing::GRACE };
    }

    /// Writes what there is, as far as the peer keeps up.
    pub(super) fn write(&mut self, now: Instant, context: &mut Context<'_>) {
        if matches!(self.phase, Phase::Open)
            && let Some((code, text)) = self.channel.wanted_close()
        {
            self.channel.discard();
            self.close(code, text, now, context);
        }
        match self.phase {
            Phase::Over => return,
            Phase::Closing(_) => return self.finish(now, context),
            Phase::Open | Phase::Answering { .. } => {}
        }
        if self.poll_flush(now, context).is_ready()
            && matches!(self.phase, Phase::Answering { .. })
            && self.channel.is_drained()
        {
            self.answer_close(now, context);
            self.finish(now, context);
        }
    }

    /// Writes all that is queued. A stream that breaks ends the connection.
    pub(super) fn poll_flush(&mut self, now: Instant, context: &mut Context<'_>) -> Poll<()> {
        loop {
            self.fill(context);
            if self.output.is_flushed() {
                self.blocked = None;
                return Poll::Ready(());
            }
            let before = self.output.len();
            match self.output.poll_flush(&mut self.io, context) {
                Poll::Pending => {
                    let moves = self.output.len() < before || self.blocked.is_none();
                    self.blocked = if moves { Some(now) } else { self.blocked };
                    return Poll::Pending;
                }
                Poll::Ready(Ok(())) => {
                    self.channel.written(std::mem::take(&mut self.in_output), context.waker());
                }
                Poll::Ready(Err(error)) => {
                    self.lost(error.to_string().into(), context);
                    return Poll::Ready(());
                }
            }
        }
    }

    /// Encodes what is queued.
    fn fill(&mut self, context: &mut Context<'_>) {
        let before = self.output.len();
        if before < ENOUGH
            && let Some(payload) = self.pong.take()
        {
            self.output.pong(payload);
        }
        let (encoded, left) = self.channel.encode(&mut self.output, ENOUGH, context.waker());
        self.in_output += encoded;
        if let Some(metrics) = &self.channel.metrics {
            metrics.sent(encoded, self.output.len() - before);
            metrics.queued(self.queued, left);
            self.queued = left;
        }
    }

    /// The connection has broken.
    pub(super) fn lost(&mut self, text: Utf8Bytes, context: &mut Context<'_>) {
        let reason = CloseReason { by: ClosedBy::Transport, code: codes::ABNORMAL, text };
        self.channel.set_reason(reason, context.waker());
        self.give_up();
    }

    /// Leaves the stream as it is.
    pub(super) fn give_up(&mut self) {
        self.phase = Phase::Over;
        self.io = Box::new(tokio::io::empty());
        self.output = Output::new(self.role);
        self.channel.gone();
        if let Some(metrics) = &self.channel.metrics {
            metrics.queued(self.queued, 0);
            self.queued = 0;
        }
    }
}

impl Drop for Pump {
    fn drop(&mut self) {
        if !self.is_over() {
            let text = Utf8Bytes::from_static("the connection's task has ended");
            self.channel.first_reason(CloseReason { by: ClosedBy::Transport, code: codes::ABNORMAL, text });
            self.give_up();
        }
    }
}

/// A message as the view asked for it; none if it cannot be that.
fn coerce(coercion: Coercion, message: Message) -> Option<Message> {
    match message {
        Message::Text(text) if coercion.use_bytes => Some(Message::Binary(text.into())),
        Message::Binary(bytes) if coercion.use_str => Utf8Bytes::try_from(bytes).map(Message::Text).ok(),
        message => Some(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coerced(use_bytes: bool, use_str: bool, message: impl Into<Message>) -> Option<Message> {
        coerce(Coercion { use_bytes, use_str }, message.into())
    }

    #[test]
    fn messages_become_what_the_view_asked_for() {
        assert_eq!(coerced(false, false, "a"), Some("a".into()));
        assert_eq!(coerced(true, false, "a"), Some(vec![b'a'].into()));
        assert_eq!(coerced(true, false, vec![0xff]), Some(vec![0xff].into()));
        assert_eq!(coerced(false, true, vec![b'a']), Some("a".into()));
        assert_eq!(coerced(false, true, vec![0xff]), None);
    }
}
