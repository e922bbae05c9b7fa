//! The answer to a request, in the time that there is for it.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::response::Response;
use axum::routing::future::RouteFuture;
use http::Version;
use pin_project_lite::pin_project;

use super::fate::Fate;
use super::limit::TimeLimit;
use super::sent::{Sending, SentBody};
use crate::server::answers;
use crate::server::edge::access_log::Logging;

pin_project! {
    /// hyper's future of a response.
    #[project = AnswerProjection]
    pub(in crate::server) enum Answer {
        Now { response: Option<Response<SentBody>> },
        Later {
            #[pin]
            future: RouteFuture<Infallible>,
            limit: Option<TimeLimit>,
            reply: Option<Reply>,
        },
    }
}

/// What is done to the response, whoever gives it.
pub(super) struct Reply {
    pub(super) version: Version,
    /// Whether the connection is to be closed after it, which it may not know yet itself.
    pub(super) is_last: bool,
    pub(super) fate: Option<Arc<Fate>>,
    pub(super) logging: Option<Box<Logging>>,
    pub(super) sending: Sending,
}

impl Future for Answer {
    type Output = Result<Response<SentBody>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = match self.project() {
            AnswerProjection::Now { response } => response.take(),
            AnswerProjection::Later { future, limit, reply } => match future.poll(context) {
                Poll::Ready(Ok(response)) => reply.take().map(|reply| reply.by_application(response)),
                Poll::Ready(Err(never)) => match never {},
                Poll::Pending => match limit.as_mut().map(|limit| limit.poll(context)) {
                    Some(Poll::Ready(())) => reply.take().map(|reply| reply.by_server(answers::timed_out())),
                    Some(Poll::Pending) | None => None,
                },
            },
        };
        response.map_or(Poll::Pending, |response| Poll::Ready(Ok(response)))
    }
}

impl Reply {
    fn by_application(self, response: Response) -> Response<SentBody> {
        let response = match &self.fate {
            Some(fate) => fate.judge(response, self.version),
            None => response,
        };
        let response = if self.is_last { answers::last(response, self.version) } else { response };
        self.by_server(response)
    }

    /// The response, whose end is logged if that is wanted.
    pub(super) fn by_server(self, response: Response) -> Response<SentBody> {
        let response = match self.logging {
            Some(logging) => logging.answered(response),
            None => response,
        };
        self.sending.send(response)
    }
}
