//! A connection between its protocol and its deadlines.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use super::deadlines::{Deadlines, Verdict};

/// A connection of one of the protocols.
pub(super) trait Http: Future<Output = hyper::Result<()>> {
    /// Has it close after the requests that it has begun.
    fn finish(self: Pin<&mut Self>);
}

/// Runs a connection to its end, or until it has had its time; then it is to be dropped.
pub(super) async fn drive(mut connection: Pin<&mut impl Http>, mut deadlines: Pin<&mut Deadlines<'_>>) {
    let ended = poll_fn(|context| {
        loop {
            if let Poll::Ready(result) = connection.as_mut().poll(context) {
                return Poll::Ready(Ok(result));
            }
            match deadlines.as_mut().poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Verdict::Finish) => connection.as_mut().finish(),
                Poll::Ready(Verdict::Drop(why)) => return Poll::Ready(Err(why)),
            }
        }
    });
    match ended.await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection failed"),
        Err(why) => tracing::debug!("a connection was closed: {why}"),
    }
}

/// As [`drive`], for what comes before the protocol is known; `None` if that is not to be finished.
pub(super) async fn within<T>(
    mut future: Pin<&mut impl Future<Output = T>>,
    mut deadlines: Pin<&mut Deadlines<'_>>,
) -> Option<T> {
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        deadlines.as_mut().poll(context).map(|_| None)
    })
    .await
}
