//! A future whose polls are timed.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::Watched;

pin_project! {
    /// See [`Watched::future`].
    pub(crate) struct WatchedFuture<F> {
        watched: Option<Watched>,
        #[pin]
        future: F,
    }
}

impl<F> WatchedFuture<F> {
    pub(super) fn new(watched: Option<Watched>, future: F) -> Self {
        Self { watched, future }
    }
}

impl<F: Future> Future for WatchedFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        match this.watched {
            Some(watched) => watched.poll(|| this.future.poll(context)),
            None => this.future.poll(context),
        }
    }
}
