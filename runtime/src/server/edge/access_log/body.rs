//! A body that counts, and knows whether it has come to its end.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Buf as _;
use http::Method;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::entry::Entry;

pin_project! {
    /// The body of a response that is logged.
    #[derive(Debug)]
    pub(super) struct LoggedBody<B>
    where
        B: Body,
    {
        #[pin]
        body: B,
        entry: Entry,
        length: Option<u64>,
    }

    impl<B> PinnedDrop for LoggedBody<B>
    where
        B: Body,
    {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            // The connection stops asking once it has as much as the response announces.
            if this.body.is_end_stream() || *this.length == Some(this.entry.bytes) {
                this.entry.complete();
            }
        }
    }
}

impl<B: Body> LoggedBody<B> {
    pub(super) fn new(body: B, mut entry: Entry) -> Self {
        let length = body.size_hint().exact();
        if entry.method == Method::HEAD {
            entry.complete(); // There is nothing to send.
        }
        Self { body, entry, length }
    }
}

impl<B: Body<Data = Bytes>> Body for LoggedBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = self.project();
        let frame = std::task::ready!(this.body.poll_frame(cx));
        match &frame {
            Some(Ok(frame)) => this.entry.bytes += frame.data_ref().map_or(0, |data| data.remaining() as u64),
            Some(Err(_)) => {}
            None => this.entry.complete(),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
