//! What a connection is doing, as far as its deadlines depend on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering::Relaxed};

use futures_util::task::AtomicWaker;

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server) enum Phase {
    /// Nothing has come yet.
    New,
    /// It waits for the next request.
    Idle,
    /// A part of a request's head has come.
    Head,
    /// A request is being answered.
    Busy,
    /// The last response is sent, and the client still sends.
    Lingering,
}

/// Told by those who do it, and looked at by the connection's deadlines. It holds no times: those who tell would have to ask
/// for them with each request.
///
/// With HTTP/1 all of them run in the connection's task, one after the other, unless the application takes a request's body to
/// another; with HTTP/2 streams have tasks of their own.
#[derive(Debug)]
pub(in crate::server) struct Pulse {
    phase: AtomicU8,
    changes: AtomicU32,
    /// Which of the times it is that writing makes no progress; even while it does.
    blocked: AtomicU32,
    is_multiplexed: AtomicBool,
    body_is_left: AtomicBool,
    is_given_up: AtomicBool,
    halves: AtomicUsize,
    streams: AtomicUsize,
    task: AtomicWaker,
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self {
            phase: AtomicU8::new(Phase::New as u8),
            changes: AtomicU32::new(0),
            blocked: AtomicU32::new(0),
            is_multiplexed: AtomicBool::new(false),
            body_is_left: AtomicBool::new(false),
            is_given_up: AtomicBool::new(false),
            halves: AtomicUsize::new(0),
            streams: AtomicUsize::new(0),
            task: AtomicWaker::new(),
        }
    }

    pub(super) fn phase(&self) -> Phase {
        match self.phase.load(Relaxed) {
            0 => Phase::New,
            1 => Phase::Idle,
            2 => Phase::Head,
            3 => Phase::Busy,
            _ => Phase::Lingering,
        }
    }

    /// How often the phase has changed.
    pub(super) fn changes(&self) -> u32 {
        self.changes.load(Relaxed)
    }

    pub(in crate::server) fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Relaxed);
        self.changes.fetch_add(1, Relaxed);
    }

    /// The client has sent something.
    pub(in crate::server) fn bytes_came(&self) {
        if matches!(self.phase(), Phase::New | Phase::Idle) && !self.is_multiplexed() {
            self.enter(Phase::Head);
        }
    }

    /// A request's head is complete.
    pub(in crate::server) fn request_came(&self) {
        if !self.is_multiplexed() {
            self.body_is_left.store(false, Relaxed);
            self.enter(Phase::Busy);
        }
    }

    /// Half of an exchange begins: a request's body that the application may read, or a response.
    pub(in crate::server) fn begin_half(&self) {
        self.halves.fetch_add(1, Relaxed);
    }

    /// It is over. When both are, the connection waits for the next request.
    pub(in crate::server) fn end_half(&self) {
        if self.halves.fetch_sub(1, Relaxed) == 1 && !self.is_multiplexed() {
            self.enter(Phase::Idle);
        }
    }

    /// A request's body was given up before its end.
    pub(in crate::server) fn leave_body(&self) {
        self.body_is_left.store(true, Relaxed);
    }

    /// Whether the client may be sending what nobody is going to read.
    pub(in crate::server) fn has_unread_input(&self) -> bool {
        !self.is_multiplexed() && (self.phase() == Phase::Head || self.body_is_left.load(Relaxed))
    }

    /// Writing has been tried.
    pub(in crate::server) fn writes(&self, is_blocked: bool) {
        let blocked = self.blocked.load(Relaxed);
        if is_blocked != (blocked % 2 == 1) {
            self.blocked.store(blocked.wrapping_add(1), Relaxed);
        }
    }

    /// Which of the times it is that writing makes no progress, if it makes none.
    pub(super) fn blocked(&self) -> Option<u32> {
        Some(self.blocked.load(Relaxed)).filter(|blocked| blocked % 2 == 1)
    }

    /// The client has had its time to take what was written.
    pub(super) fn give_up(&self) {
        self.is_given_up.store(true, Relaxed);
    }

    pub(in crate::server) fn is_given_up(&self) -> bool {
        self.is_given_up.load(Relaxed)
    }

    pub(super) fn is_multiplexed(&self) -> bool {
        self.is_multiplexed.load(Relaxed)
    }

    /// From now on streams decide what the connection is doing: it is HTTP/2.
    pub(super) fn multiplex(&self) {
        self.is_multiplexed.store(true, Relaxed);
        self.enter(Phase::Idle);
    }

    /// Whether the phase may change while the connection's task sleeps: it is to be woken then.
    pub(super) fn changes_elsewhere(&self) -> bool {
        self.is_multiplexed() || self.halves.load(Relaxed) > 0
    }

    /// The connection's task, to be woken when the phase has changed elsewhere.
    pub(in crate::server) fn task(&self) -> &AtomicWaker {
        &self.task
    }
}

/// A stream of an HTTP/2 connection, until it is dropped.
pub(super) struct Stream(Arc<Pulse>);

impl Stream {
    pub(super) fn new(pulse: &Arc<Pulse>) -> Self {
        if pulse.streams.fetch_add(1, Relaxed) == 0 {
            pulse.enter(Phase::Busy);
        }
        Self(Arc::clone(pulse))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if self.0.streams.fetch_sub(1, Relaxed) == 1 {
            self.0.enter(Phase::Idle);
            self.0.task.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_a_head_and_then_an_answer() {
        let pulse = Pulse::new();
        assert_eq!(pulse.phase(), Phase::New);
        pulse.bytes_came();
        assert!(pulse.phase() == Phase::Head && pulse.has_unread_input());
        pulse.request_came();
        pulse.bytes_came();
        assert!(pulse.phase() == Phase::Busy && !pulse.has_unread_input());
        pulse.leave_body();
        assert!(pulse.has_unread_input());
    }

    #[test]
    fn each_time_without_progress_is_another() {
        let pulse = Pulse::new();
        assert_eq!(pulse.blocked(), None);
        pulse.writes(true);
        let first = pulse.blocked();
        pulse.writes(true);
        assert!(first.is_some() && pulse.blocked() == first);
        pulse.writes(false);
        assert_eq!(pulse.blocked(), None);
        pulse.writes(true);
        assert_ne!(pulse.blocked(), first);
    }

    #[test]
    fn an_exchange_is_over_with_both_its_halves() {
        let pulse = Pulse::new();
        pulse.request_came();
        pulse.begin_half();
        pulse.begin_half();
        pulse.end_half();
        assert!(pulse.phase() == Phase::Busy && pulse.changes_elsewhere());
        pulse.end_half();
        assert!(pulse.phase() == Phase::Idle && !pulse.changes_elsewhere());
    }

    #[test]
    fn streams_keep_a_connection_busy() {
        let pulse = Arc::new(Pulse::new());
        pulse.multiplex();
        let streams = [Stream::new(&pulse), Stream::new(&pulse)];
        assert_eq!(pulse.phase(), Phase::Busy);
        drop(streams);
        assert_eq!(pulse.phase(), Phase::Idle);
    }
}
