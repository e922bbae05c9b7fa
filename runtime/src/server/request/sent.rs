//! A response's body, on its way to the client.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use hyper::body::{Frame, SizeHint};

use crate::server::connection::pulse::Pulse;

/// A body by which the connection knows when the response is over: hyper drops it then.
pub(in crate::server) struct SentBody {
    body: Body,
    _response: Sending,
}

/// A response, from its request to its end.
pub(super) struct Sending(Arc<Pulse>);

impl Sending {
    pub(super) fn new(pulse: &Arc<Pulse>) -> Self {
        pulse.begin_half();
        Self(Arc::clone(pulse))
    }

    pub(super) fn send(self, response: Response) -> Response<SentBody> {
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            self.0.begin_half(); // It never waits for a request again.
        }
        response.map(|body| SentBody { body, _response: self })
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.0.end_half();
    }
}

impl hyper::body::Body for SentBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
