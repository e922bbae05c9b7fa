//! The answer to a request, in the time that there is for it.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::response::Response;
use axum::routing::future::RouteFuture;
use http::uri::PathAndQuery;
use http::{Method, Version};
use pin_project_lite::pin_project;
use tokio::time::{Sleep, sleep};

use super::fate::Fate;
use crate::server::answers;
use crate::server::edge::access_log::Logging;

pin_project! {
    /// hyper's future of a response.
    #[project = AnswerProjection]
    pub(in crate::server) enum Answer {
        Now { response: Option<Response> },
        Later {
            #[pin]
            future: RouteFuture<Infallible>,
            #[pin]
            limit: TimeLimit,
            asked: Asked,
            fate: Option<Arc<Fate>>,
            logging: Option<Box<Logging>>,
        },
    }
}

/// What was asked for.
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) path: Option<PathAndQuery>,
    pub(super) version: Version,
    /// Whether the connection is to be closed after it, which it may not know yet itself.
    pub(super) is_last: bool,
}

impl Future for Answer {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            AnswerProjection::Now { response } => {
                response.take().map_or(Poll::Pending, |response| Poll::Ready(Ok(response)))
            }
            AnswerProjection::Later { future, limit, asked, fate, logging } => match future.poll(context) {
                Poll::Ready(Ok(response)) => {
                    let response = match fate {
                        Some(fate) => fate.judge(response, asked.version),
                        None => response,
                    };
                    let response = if asked.is_last { answers::last(response, asked.version) } else { response };
                    Poll::Ready(Ok(logged(logging.take(), response)))
                }
                Poll::Ready(Err(never)) => match never {},
                Poll::Pending => limit.poll(context).map(|time| Ok(logged(logging.take(), late(asked, time)))),
            },
        }
    }
}

/// The response, whose end is logged if that is wanted.
pub(super) fn logged(logging: Option<Box<Logging>>, response: Response) -> Response {
    match logging {
        Some(logging) => logging.answered(response),
        None => response,
    }
}

fn late(asked: &Asked, time: Duration) -> Response {
    let Asked { method, path, .. } = asked;
    let path = path.as_ref().map_or("", PathAndQuery::path);
    let help = "make the view faster, or raise `server.request_timeout`";
    tracing::warn!("{method} {path} was not answered in {time:?}, and was given up\nhelp: {help}");
    answers::timed_out()
}

pin_project! {
    /// A timer that is set only for who has to wait, for most need not.
    pub(super) struct TimeLimit {
        time: Option<Duration>,
        #[pin]
        timer: Option<Sleep>,
    }
}

impl TimeLimit {
    pub(super) fn new(time: Option<Duration>) -> Self {
        Self { time, timer: None }
    }

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Duration> {
        let mut this = self.project();
        let Some(time) = *this.time else { return Poll::Pending };
        if this.timer.is_none() {
            this.timer.set(Some(sleep(time)));
        }
        this.timer.as_pin_mut().map_or(Poll::Pending, |timer| timer.poll(context)).map(|()| time)
    }
}
