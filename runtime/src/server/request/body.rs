//! A request's body under the server's limits.

use std::error::Error;
use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{LengthLimitError, Limited};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use pin_project_lite::pin_project;
use tokio::time::{Sleep, sleep};

use super::fate::{Cut, Fate};
use crate::request::BodyTimedOut;
use crate::server::connection::pulse::Pulse;
use crate::server::options::Options;

type BoxError = Box<dyn Error + Send + Sync>;

pin_project! {
    /// A body that breaks off when it is too large or takes too long.
    pub(super) struct LimitedBody {
        body: Limited<Incoming>,
        time: Option<Duration>,
        #[pin]
        timer: Option<Sleep>,
        fate: Arc<Fate>,
        end: End,
    }
}

/// What holds for one request's body.
#[derive(Clone, Copy)]
pub(super) struct BodyLimits {
    size: Option<usize>,
    time: Option<Duration>,
}

impl BodyLimits {
    pub(super) fn new(options: &Options, path: &str) -> Self {
        Self { size: options.max_body_size.at(path), time: options.body_read_timeout.at(path) }
    }
}

/// Tells the connection when the body is dropped, wherever the application has taken it, and if that is before its end.
struct End {
    pulse: Arc<Pulse>,
    is_reached: bool,
}

impl Drop for End {
    fn drop(&mut self) {
        if !self.is_reached {
            self.pulse.leave_body();
        }
        self.pulse.end_half();
        self.pulse.task().wake();
    }
}

impl LimitedBody {
    pub(super) fn new(body: Incoming, limits: BodyLimits, pulse: &Arc<Pulse>, fate: &Arc<Fate>) -> Self {
        pulse.begin_half();
        Self {
            body: Limited::new(body, limits.size.unwrap_or(usize::MAX)),
            time: limits.time,
            timer: None,
            fate: Arc::clone(fate),
            end: End { pulse: Arc::clone(pulse), is_reached: false },
        }
    }

    /// The time runs from when somebody first had to wait for the client, and does not begin anew with what comes.
    fn poll_timer(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        let Some(time) = *this.time else { return Poll::Pending };
        if this.timer.is_none() {
            this.timer.set(Some(sleep(time)));
        }
        this.timer.as_pin_mut().map_or(Poll::Pending, |timer| timer.poll(context))
    }
}

impl Body for LimitedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.as_mut().project();
        match Pin::new(this.body).poll_frame(context) {
            Poll::Ready(frame) => {
                match &frame {
                    Some(Ok(_)) => {}
                    Some(Err(error)) if error.is::<LengthLimitError>() => this.fate.cut(Cut::TooLarge),
                    Some(Err(_)) => {}
                    None => this.end.is_reached = true,
                }
                Poll::Ready(frame)
            }
            Poll::Pending => self.as_mut().poll_timer(context).map(|()| {
                self.project().fate.cut(Cut::TimedOut);
                Some(Err(BodyTimedOut.into()))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
