//! How long the application may take.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::uri::PathAndQuery;
use http::{Method, Request};
use tokio::time::{Sleep, sleep};

/// The time for a request, and what to call the request in the log if it was not enough.
pub(super) struct TimeLimit {
    time: Duration,
    method: Method,
    path: Option<PathAndQuery>,
    /// Set only for who has to wait, for most need not.
    timer: Option<Pin<Box<Sleep>>>,
}

impl TimeLimit {
    pub(super) fn new<B>(time: Duration, request: &Request<B>) -> Self {
        Self { time, method: request.method().clone(), path: request.uri().path_and_query().cloned(), timer: None }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        ready!(self.timer.get_or_insert_with(|| Box::pin(sleep(self.time))).as_mut().poll(context));
        let Self { time, method, path, .. } = self;
        let path = path.as_ref().map_or("", PathAndQuery::path);
        let help = "make the view faster, or raise `server.request_timeout`";
        tracing::warn!("{method} {path} was not answered in {time:?}, and was given up\nhelp: {help}");
        Poll::Ready(())
    }
}
