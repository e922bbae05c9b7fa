//! The task of a connection, which polls the view and the [`Pump`] together.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use tokio::time::Instant;

use super::channel::Channel;
use super::frames::{Io, Role};
use super::leaving::Leaving;
use super::metrics::Metrics;
use super::options::Limits;
use super::pump::{Phase, Pump};
use super::{Utf8Bytes, Websocket, codes};

/// How often pump and view may keep each other busy before other tasks have their turn.
const ROUNDS: usize = 16;

/// What a websocket is closed with when its view has ended.
pub(crate) type Ending = (u16, &'static str);

pin_project! {
    /// One future for a connection and its view, so that idle ones are one task and an answer needs no scheduler.
    pub(crate) struct Connection<F> {
        pump: Pump,
        #[pin]
        view: Option<F>,
        ending: Ending,
    }
}

/// Opens one side of a websocket on a stream whose handshake is done.
pub(crate) fn open(
    io: Io,
    role: Role,
    limits: Limits,
    subprotocol: Option<Box<str>>,
    leaving: Leaving,
    metrics: Option<Metrics>,
) -> (Websocket, Pump) {
    let channel = Arc::new(Channel::new(limits, metrics));
    (Websocket::new(Arc::clone(&channel), subprotocol), Pump::new(io, role, channel, leaving))
}

impl Pump {
    /// The connection of a view, closed with what the view gives once nobody receives from it any more.
    pub(crate) fn with_view<F: Future<Output = Ending>>(self, view: F) -> Connection<F> {
        Connection { pump: self, view: Some(view), ending: (codes::NORMAL, "") }
    }

    /// The connection of a websocket that is used elsewhere.
    pub(crate) fn alone(self) -> Connection<std::future::Ready<Ending>> {
        self.with_view(std::future::ready((codes::NORMAL, "")))
    }
}

impl<F: Future<Output = Ending>> Future for Connection<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        let pump = this.pump;
        pump.channel.awake();
        for _ in 0..ROUNDS {
            let now = Instant::now();
            pump.keep_time(now, context);
            pump.read(now, context);
            if let Some(view) = this.view.as_mut().as_pin_mut()
                && let Poll::Ready(ending) = view.poll(context)
            {
                this.view.set(None);
                *this.ending = ending;
            }
            pump.channel.awake();
            if this.view.is_none() {
                pump.close_if_unused(*this.ending, now, context);
            }
            pump.write(now, context);
            if pump.is_over() && this.view.is_none() {
                return Poll::Ready(());
            }
            if !pump.is_time(now, context) && pump.channel.may_sleep(context.waker()) {
                pump.channel.detach();
                return Poll::Pending;
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Pump {
    /// Closes the connection of a view that has ended, unless somebody else receives from it.
    fn close_if_unused(&mut self, (code, text): Ending, now: Instant, context: &mut Context<'_>) {
        if matches!(self.phase, Phase::Open) && self.channel.receiver_is_gone() && self.channel.wanted_close().is_none()
        {
            self.close(code, Utf8Bytes::from_static(text), now, context);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Most of what an idle websocket costs is this and tungstenite's read buffer.
    #[test]
    fn a_connection_is_small() {
        let sizes = (size_of::<Pump>(), size_of::<Channel>());
        assert!(sizes.0 <= 768 && sizes.1 <= 576, "{sizes:?}");
    }
}
