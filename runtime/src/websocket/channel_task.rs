//! The side of [`Channel`] that the connection's task uses.

use std::task::Waker;

use super::channel::{Channel, Wakers, abandon, wake};
use super::output::Output;
use super::{CloseReason, Message, Utf8Bytes};

impl Channel {
    /// The task is awake, and about to look at what the handles have done.
    pub(super) fn awake(&self) {
        let mut state = self.lock();
        state.task = None;
        state.is_to_turn = false;
    }

    /// Whether the task may sleep. If not, something has happened since [`awake`](Self::awake).
    pub(super) fn may_sleep(&self, waker: &Waker) -> bool {
        let mut state = self.lock();
        let may_read_on = state.is_stalled && !state.inbound_is_full(&self.limits);
        let may_sleep = !state.is_to_turn && !may_read_on;
        if may_sleep {
            state.task = Some(waker.clone());
        }
        may_sleep
    }

    /// Whether a message may be read; if not, the task is woken as soon as it may.
    pub(super) fn may_read(&self) -> bool {
        let mut state = self.lock();
        state.is_stalled = state.inbound_is_full(&self.limits);
        !state.is_stalled
    }

    /// Hands a message over. `own` is the waker of the task, which polls the view anyway.
    pub(super) fn deliver(&self, message: Message, own: &Waker) {
        let mut state = self.lock();
        if state.receiver_is_gone {
            return;
        }
        state.inbound_bytes += message.len();
        state.inbound.push_back(message);
        state.fresh += 1;
        let receiver = state.receiver.take();
        drop(state);
        wake(receiver.filter(|receiver| !receiver.will_wake(own)));
    }

    /// Copies small messages that nobody has taken yet: each keeps all of the buffer alive that it was read into.
    pub(super) fn detach(&self) {
        const WASTEFUL: usize = 2 * 1024;
        let mut state = self.lock();
        let fresh = std::mem::take(&mut state.fresh);
        for message in state.inbound.iter_mut().rev().take(fresh).filter(|message| message.len() < WASTEFUL) {
            *message = message.detach();
        }
    }

    /// Whether the view has received everything and waits for more, or never will. If not, the task is woken when it does.
    pub(super) fn is_drained(&self) -> bool {
        let mut state = self.lock();
        let waits = state.inbound.is_empty() && state.receiver.is_some();
        let is_drained = waits || state.receiver_is_gone || state.close.is_some();
        state.awaits_drain = !is_drained;
        is_drained
    }

    pub(super) fn receiver_is_gone(&self) -> bool {
        self.lock().receiver_is_gone
    }

    /// How a handle wants to close.
    pub(super) fn wanted_close(&self) -> Option<(u16, Utf8Bytes)> {
        self.lock().close.clone()
    }

    /// Encodes what is queued until `output` holds `enough`; gives how many messages that were, and how many
    /// are left. Makes room.
    pub(super) fn encode(&self, output: &mut Output, enough: usize, own: &Waker) -> (u64, usize) {
        let mut state = self.lock();
        let mut encoded = 0;
        while output.len() < enough
            && let Some(outgoing) = state.pop()
        {
            outgoing.encode(output);
            encoded += 1;
        }
        let waiting = if encoded > 0 { state.released(own) } else { Wakers::new() };
        let left = state.outbound.len();
        drop(state);
        wake(waiting);
        (encoded, left)
    }

    /// The stream has taken so many messages more.
    pub(super) fn written(&self, messages: u64, own: &Waker) {
        let mut state = self.lock();
        state.written += messages;
        let waiting = state.released(own);
        drop(state);
        wake(waiting);
    }

    /// Drops what is queued, because the connection fails.
    pub(super) fn abandon(&self) {
        let mut state = self.lock();
        state.has_failed = true;
        let dropped = abandon(&mut state);
        drop(state);
        self.count_dropped(dropped);
    }

    /// Says why the connection is closed; the first reason counts. From now on nothing can be sent.
    pub(super) fn set_reason(&self, reason: CloseReason, own: &Waker) {
        if let Some(metrics) = self.metrics.as_ref().filter(|_| self.reason().is_none()) {
            metrics.closed(&reason);
        }
        self.first_reason(reason);
        let waiting = self.lock().released(own);
        wake(waiting);
    }

    /// Drops what the view has not received.
    pub(super) fn discard(&self) {
        let mut state = self.lock();
        state.inbound_bytes = 0;
        let unread = std::mem::take(&mut state.inbound);
        drop(state);
        drop(unread);
    }

    /// Nothing more will be received.
    pub(super) fn end(&self, own: &Waker) {
        let mut state = self.lock();
        state.is_ended = true;
        let receiver = state.receiver.take();
        state.is_to_turn |= receiver.is_some();
        drop(state);
        wake(receiver.filter(|receiver| !receiver.will_wake(own)));
    }

    /// The task does nothing more for the connection.
    pub(super) fn gone(&self) {
        let mut state = self.lock();
        if state.is_gone {
            return;
        }
        (state.is_ended, state.is_gone, state.is_to_turn) = (true, true, true);
        state.outbound.clear();
        let mut waiting = std::mem::take(&mut state.waiting);
        waiting.extend(state.receiver.take());
        drop(state);
        wake(waiting);
    }
}
