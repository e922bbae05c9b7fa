//! The end of a connection, in which both sides say goodbye and the stream is read to its end
//! ([RFC 6455, section 7.1](https://www.rfc-editor.org/rfc/rfc6455#section-7.1)).

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio::time::Instant;

use super::frames::{Decoder as _, Incoming};
use super::pump::{Phase, Pump};
use super::{CloseReason, Utf8Bytes};

/// How long the whole of a close handshake may take. After that the connection is dropped.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a peer that closes waits for a view that is still at work on what came before.
pub(super) const GRACE: Duration = Duration::from_millis(500);

pub(super) struct Closing {
    pub(super) deadline: Instant,
    step: Step,
    /// What is still to be said.
    frame: Option<(u16, Utf8Bytes)>,
    /// The peer is to answer.
    awaits_peer: bool,
}

#[derive(Clone, Copy)]
enum Step {
    /// What is queued is written, and the close frame after it.
    Frame,
    /// The peer's close frame is waited for; what comes before it is discarded.
    Peer,
    Shutdown,
    /// A socket dropped with unread input is reset, and a reset can overtake the close frame: read to the end.
    Drain,
}

impl Pump {
    /// Closes after all that is queued, and waits for the peer's answer.
    pub(super) fn close(&mut self, code: u16, text: Utf8Bytes, now: Instant, context: &mut Context<'_>) {
        let reason = CloseReason { by: self.us(), code, text };
        self.goodbye(reason, true, now, context);
        self.channel.end(context.waker());
    }

    /// Closes at once, because the peer does what it may not.
    pub(super) fn fail(&mut self, code: u16, text: Utf8Bytes, now: Instant, context: &mut Context<'_>) {
        self.channel.abandon();
        let reason = CloseReason { by: self.us(), code, text };
        self.goodbye(reason, false, now, context);
    }

    /// Says to the peer what it said, or which rule it broke.
    pub(super) fn answer_close(&mut self, now: Instant, context: &mut Context<'_>) {
        if let Phase::Answering { reason, .. } = &self.phase {
            self.goodbye(reason.clone(), false, now, context);
        }
    }

    fn goodbye(&mut self, reason: CloseReason, awaits_peer: bool, now: Instant, context: &mut Context<'_>) {
        let frame = Some((reason.code, reason.text.clone()));
        self.channel.set_reason(reason, context.waker());
        self.phase = Phase::Closing(Closing { deadline: now + CLOSE_TIMEOUT, step: Step::Frame, frame, awaits_peer });
    }

    /// Goes on with the goodbye, as far as the peer does.
    pub(super) fn finish(&mut self, now: Instant, context: &mut Context<'_>) {
        while let Phase::Closing(Closing { step, .. }) = &self.phase {
            let done = match step {
                Step::Frame => self.say_goodbye(now, context),
                Step::Peer => self.hear_goodbye(context),
                Step::Shutdown => self.shut_down(context),
                Step::Drain => self.drain(context),
            };
            match done {
                Poll::Pending => return,
                Poll::Ready(next) => match (&mut self.phase, next) {
                    (Phase::Closing(closing), Some(next)) => closing.step = next,
                    _ => self.give_up(),
                },
            }
        }
    }

    fn say_goodbye(&mut self, now: Instant, context: &mut Context<'_>) -> Poll<Option<Step>> {
        if self.poll_flush(now, context).is_pending() {
            return Poll::Pending;
        }
        let Phase::Closing(closing) = &mut self.phase else { return Poll::Ready(None) };
        Poll::Ready(Some(match closing.frame.take() {
            Some((code, text)) => {
                self.output.close(code, &text);
                Step::Frame
            }
            None if closing.awaits_peer => Step::Peer,
            None => Step::Shutdown,
        }))
    }

    fn hear_goodbye(&mut self, context: &mut Context<'_>) -> Poll<Option<Step>> {
        self.decoder.poll_next(&mut self.io, &mut self.received, context).map(|incoming| match incoming {
            Ok(Incoming::Message(_) | Incoming::Ping(_) | Incoming::Pong(_)) => Some(Step::Peer),
            Ok(Incoming::Close(_)) | Err(_) => Some(Step::Shutdown),
        })
    }

    fn shut_down(&mut self, context: &mut Context<'_>) -> Poll<Option<Step>> {
        let shut_down = Pin::new(&mut self.io).poll_shutdown(context);
        shut_down.map(|done| {
            self.channel.end(context.waker());
            done.is_ok().then_some(Step::Drain)
        })
    }

    fn drain(&mut self, context: &mut Context<'_>) -> Poll<Option<Step>> {
        let mut buffer = [0; 1024];
        let mut buffer = ReadBuf::new(&mut buffer);
        let read = Pin::new(&mut self.io).poll_read(context, &mut buffer);
        read.map(|read| (read.is_ok() && !buffer.filled().is_empty()).then_some(Step::Drain))
    }
}
