//! What a connection's task and the handles of its websocket share: two bounded queues, and how it ends.
//!
//! While the task is polled nobody wakes it: what happens then it finds when it looks again, before it sleeps. So a view that
//! is polled with its connection answers without a trip through the scheduler.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

use super::metrics::Metrics;
use super::options::{Limits, SlowConsumer};
use super::output::Output;
use super::{CloseReason, Message, PreparedMessage, Utf8Bytes, WebsocketClosed, codes};

/// What a handle gives to the task to write.
#[derive(Debug)]
pub(super) enum Outgoing {
    Message(Message),
    Prepared(PreparedMessage),
    Ping(Bytes),
}

impl Outgoing {
    /// Of the payload.
    fn len(&self) -> usize {
        match self {
            Self::Message(message) => message.len(),
            Self::Prepared(message) => message.len(),
            Self::Ping(payload) => payload.len(),
        }
    }

    pub(super) fn encode(self, output: &mut Output) {
        match self {
            Self::Message(message) => output.message(message),
            Self::Prepared(message) => output.encoded(message.frame),
            Self::Ping(payload) => output.ping(payload),
        }
    }
}

pub(super) struct Channel {
    state: Mutex<State>,
    reason: OnceLock<CloseReason>,
    pub(super) limits: Limits,
    pub(super) metrics: Option<Metrics>,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) inbound: VecDeque<Message>,
    pub(super) inbound_bytes: usize,
    /// How many of the last messages may share a buffer with others.
    pub(super) fresh: usize,
    pub(super) outbound: VecDeque<Outgoing>,
    pub(super) outbound_bytes: usize,
    /// How many have ever been queued, and how many of them the stream has taken or nobody wants any more.
    pub(super) queued: u64,
    pub(super) written: u64,
    /// Waits for a message.
    pub(super) receiver: Option<Waker>,
    /// Wait for room, for a flush or for the end.
    pub(super) waiting: Vec<Waker>,
    /// The task, while it sleeps.
    pub(super) task: Option<Waker>,
    /// What the task has to look at before it sleeps.
    pub(super) is_to_turn: bool,
    /// The task has stopped reading.
    pub(super) is_stalled: bool,
    /// The task waits for the view to receive everything.
    pub(super) awaits_drain: bool,
    /// How a handle wants to close.
    pub(super) close: Option<(u16, Utf8Bytes)>,
    pub(super) receiver_is_gone: bool,
    /// What is not written yet will not be.
    pub(super) has_failed: bool,
    /// Nothing more will be received.
    pub(super) is_ended: bool,
    /// The task is over.
    pub(super) is_gone: bool,
}

/// What is to be woken once the lock is free.
pub(super) type Wakers = Vec<Waker>;

pub(super) fn wake(wakers: impl IntoIterator<Item = Waker>) {
    wakers.into_iter().for_each(Waker::wake);
}

impl State {
    /// The task is to look again. While it is awake it does so by itself.
    fn turn(&mut self) -> Option<Waker> {
        self.is_to_turn = true;
        self.task.take()
    }

    fn has_room(&self, bytes: usize, limits: &Limits) -> bool {
        let fits =
            self.outbound.len() < limits.outbound_messages && self.outbound_bytes + bytes <= limits.outbound_bytes;
        fits || self.outbound.is_empty()
    }

    pub(super) fn inbound_is_full(&self, limits: &Limits) -> bool {
        self.inbound.len() >= limits.inbound_messages || self.inbound_bytes >= limits.inbound_bytes
    }

    fn push(&mut self, outgoing: Outgoing) {
        self.outbound_bytes += outgoing.len();
        self.outbound.push_back(outgoing);
        self.queued += 1;
    }

    pub(super) fn pop(&mut self) -> Option<Outgoing> {
        let outgoing = self.outbound.pop_front()?;
        self.outbound_bytes -= outgoing.len();
        Some(outgoing)
    }

    /// The task is to look at what the view has done to the inbound queue, if it waits for that.
    fn received(&mut self) -> Option<Waker> {
        if self.is_stalled || self.awaits_drain { self.turn() } else { None }
    }

    /// Who waits for room or a flush, but for those who are polled with the task.
    pub(super) fn released(&mut self, own: &Waker) -> Wakers {
        self.is_to_turn |= !self.waiting.is_empty();
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|waker| !waker.will_wake(own));
        waiting
    }

    fn wait(&mut self, waker: &Waker) {
        if !self.waiting.iter().any(|waiting| waiting.will_wake(waker)) {
            self.waiting.push(waker.clone());
        }
    }
}

/// The side of the handles.
impl Channel {
    pub(super) fn new(limits: Limits, metrics: Option<Metrics>) -> Self {
        Self { state: Mutex::default(), reason: OnceLock::new(), limits, metrics }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn reason(&self) -> Option<&CloseReason> {
        self.reason.get()
    }

    pub(super) fn first_reason(&self, reason: CloseReason) {
        // A second one changes nothing.
        let _ = self.reason.set(reason);
    }

    pub(super) fn poll_recv(&self, context: &mut Context<'_>) -> Poll<Option<Message>> {
        let mut state = self.lock();
        let Some(message) = state.inbound.pop_front() else {
            if state.is_ended {
                return Poll::Ready(None);
            }
            match &mut state.receiver {
                Some(receiver) => receiver.clone_from(context.waker()),
                nobody => *nobody = Some(context.waker().clone()),
            }
            let task = state.received();
            drop(state);
            wake(task);
            return Poll::Pending;
        };
        state.inbound_bytes -= message.len();
        state.fresh = state.fresh.min(state.inbound.len());
        let task = state.received();
        drop(state);
        wake(task);
        Poll::Ready(Some(message))
    }

    /// Takes `outgoing` as soon as there is room for it.
    pub(super) fn poll_send(
        &self,
        outgoing: &mut Option<Outgoing>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), WebsocketClosed>> {
        let Some(bytes) = outgoing.as_ref().map(Outgoing::len) else { return Poll::Ready(Ok(())) };
        if let Err(closed) = self.may_send(bytes) {
            return Poll::Ready(Err(closed));
        }
        let mut state = self.lock();
        if state.is_gone || state.close.is_some() {
            return Poll::Ready(Err(WebsocketClosed::new()));
        }
        if !state.has_room(bytes, &self.limits) {
            state.wait(context.waker());
            return Poll::Pending;
        }
        state.push(outgoing.take().expect("it was there above"));
        let task = state.turn();
        drop(state);
        wake(task);
        Poll::Ready(Ok(()))
    }

    /// Queues a message, or does what is to be done where a slow peer leaves no room for it.
    pub(super) fn try_send(&self, outgoing: Outgoing) -> Result<(), WebsocketClosed> {
        self.may_send(outgoing.len())?;
        let mut state = self.lock();
        if state.is_gone || state.close.is_some() {
            return Err(WebsocketClosed::new());
        }
        let mut dropped = 0;
        while !state.has_room(outgoing.len(), &self.limits) {
            match self.limits.slow_consumer {
                SlowConsumer::Disconnect => {
                    state.close = Some((codes::POLICY_VIOLATION, Utf8Bytes::from_static("too slow a reader")));
                    let task = state.turn();
                    let abandoned = abandon(&mut state);
                    drop(state);
                    self.count_dropped(abandoned + 1);
                    wake(task);
                    return Err(WebsocketClosed::new());
                }
                SlowConsumer::DropOldest => {
                    state.pop();
                    state.written += 1;
                    dropped += 1;
                }
                SlowConsumer::Conflate => dropped += abandon(&mut state),
            }
        }
        state.push(outgoing);
        let task = state.turn();
        drop(state);
        self.count_dropped(dropped);
        wake(task);
        Ok(())
    }

    fn may_send(&self, bytes: usize) -> Result<(), WebsocketClosed> {
        if self.reason.get().is_some() {
            return Err(WebsocketClosed::new());
        }
        let limit = self.limits.max_message_size;
        if bytes > limit { Err(too_large(bytes, limit)) } else { Ok(()) }
    }

    pub(super) fn count_dropped(&self, messages: u64) {
        if let Some(metrics) = self.metrics.as_ref().filter(|_| messages > 0) {
            metrics.dropped(messages);
        }
    }

    /// How many messages have been queued so far: the mark to give to [`poll_flush`](Self::poll_flush).
    pub(super) fn mark(&self) -> u64 {
        self.lock().queued
    }

    pub(super) fn poll_flush(&self, mark: u64, context: &mut Context<'_>) -> Poll<Result<(), WebsocketClosed>> {
        let mut state = self.lock();
        if state.written >= mark {
            return Poll::Ready(Ok(()));
        }
        if state.is_gone || state.has_failed {
            return Poll::Ready(Err(WebsocketClosed::new()));
        }
        state.wait(context.waker());
        Poll::Pending
    }

    /// Asks to close; the first who asks is heard.
    pub(super) fn close(&self, code: u16, text: Utf8Bytes) {
        let mut state = self.lock();
        state.close.get_or_insert((code, text));
        let task = state.turn();
        drop(state);
        wake(task);
    }

    pub(super) fn poll_closed(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if state.is_gone {
            return Poll::Ready(());
        }
        state.wait(context.waker());
        Poll::Pending
    }

    pub(super) fn drop_receiver(&self) {
        let mut state = self.lock();
        state.receiver_is_gone = true;
        state.inbound_bytes = 0;
        let unread = std::mem::take(&mut state.inbound);
        let task = state.turn();
        drop(state);
        drop(unread);
        wake(task);
    }
}

fn too_large(bytes: usize, limit: usize) -> WebsocketClosed {
    WebsocketClosed::because(format!("a message of {bytes} bytes is over the limit of {limit}\nhelp: send it in parts"))
}

/// Drops what is queued; gives how much that was.
pub(super) fn abandon(state: &mut State) -> u64 {
    let dropped = state.outbound.len() as u64;
    state.outbound.clear();
    (state.outbound_bytes, state.written) = (0, state.written + dropped);
    dropped
}
