//! The end of the server, as a connection hears of it.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::Instant;
use tokio_util::task::task_tracker::TaskTrackerToken;

use crate::drain::{Drain, Farewell};

/// Waits for the server to say that it ends; then for a random part of the time that the connections are to take for it.
#[derive(Default)]
pub(crate) struct Leaving {
    begun: Option<Pin<Box<dyn Future<Output = Farewell> + Send>>>,
    at: Option<(Instant, u16)>,
    /// By which the server knows of the connection.
    _token: Option<TaskTrackerToken>,
}

impl Leaving {
    /// What a connection of a server is told; nothing without a server.
    pub(super) fn with(drain: Option<&Drain>) -> Self {
        let Some(drain) = drain.cloned() else { return Self::default() };
        let _token = Some(drain.join());
        Self { begun: Some(Box::pin(async move { drain.begun().await })), at: None, _token }
    }

    /// When to leave, if that is known.
    pub(super) fn at(&self) -> Option<Instant> {
        self.at.map(|(at, _)| at)
    }

    /// The code to close with, if it is time.
    pub(super) fn poll(&mut self, now: Instant, context: &mut Context<'_>) -> Option<u16> {
        if let Some(begun) = &mut self.begun
            && let Poll::Ready(Farewell { code, spread }) = begun.as_mut().poll(context)
        {
            self.begun = None;
            self.at = Some((now + spread.mul_f64(fastrand::f64()), code));
        }
        self.at.filter(|(at, _)| now >= *at).map(|(_, code)| code)
    }
}
