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

/// How a connection has ended.
pub(super) enum Ended {
    Itself(hyper::Result<()>),
    /// A request's head took too long. All that was to be said before is sent.
    HeadTooSlow,
    /// It is to be dropped.
    Dropped,
}

/// Runs a connection to its end, or until it has had its time.
pub(super) async fn drive(mut connection: Pin<&mut impl Http>, mut deadlines: Pin<&mut Deadlines<'_>>) -> Ended {
    let ended = poll_fn(|context| {
        loop {
            if let Poll::Ready(result) = connection.as_mut().poll(context) {
                return Poll::Ready(Ok(result));
            }
            match deadlines.as_mut().poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Verdict::Finish) => connection.as_mut().finish(),
                Poll::Ready(verdict) => return Poll::Ready(Err(verdict)),
            }
        }
    });
    match ended.await {
        Ok(result) => {
            if let Err(error) = &result {
                tracing::debug!(%error, "a connection failed");
            }
            Ended::Itself(result)
        }
        Err(Verdict::Drop(why)) => {
            tracing::debug!("a connection was closed: {why}");
            Ended::Dropped
        }
        Err(_) => {
            tracing::debug!("a connection was closed: a request's head took too long");
            Ended::HeadTooSlow
        }
    }
}

/// As [`drive`], for what comes before the protocol is known, or after it.
///
/// # Errors
///
/// Why it is not to be finished.
pub(super) async fn within<T>(
    mut future: Pin<&mut impl Future<Output = T>>,
    mut deadlines: Pin<&mut Deadlines<'_>>,
) -> Result<T, Verdict> {
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Ok(output));
        }
        deadlines.as_mut().poll(context).map(Err)
    })
    .await
}
