//! A future whose polls are timed.

use std::borrow::Borrow;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::Watched;

pin_project! {
    /// See [`Watched::future`].
    pub(crate) struct WatchedFuture<W, F> {
        watched: Option<W>,
        #[pin]
        future: F,
    }
}

impl<W, F> WatchedFuture<W, F> {
    pub(super) fn new(watched: Option<W>, future: F) -> Self {
        Self { watched, future }
    }
}

impl<W: Borrow<Watched>, F: Future> Future for WatchedFuture<W, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        match this.watched {
            Some(watched) => (*watched).borrow().poll(|| this.future.poll(context)),
            None => this.future.poll(context),
        }
    }
}
