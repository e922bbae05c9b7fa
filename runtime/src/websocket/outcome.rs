//! What a websocket view returns, and what that means for the connection.

use std::{any::Any, convert::Infallible, error::Error, fmt, iter::successors};

use super::{WebsocketClosed, codes, json::InvalidMessage};
use crate::executor::{Refusal, is_refused, panic_message};

/// What a websocket view may return: nothing, or a `Result` of nothing with any error.
///
/// The error is logged and the peer is sent 1011; 1013 where it says that the [executor](crate::executor) refused a job. But if
/// a [`WebsocketClosed`] without a cause is among its [sources](Error::source), the view ended because the peer left, which is
/// quiet.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what a websocket view can return",
    label = "a websocket view returns nothing, or a `Result<(), E>`",
    note = "what is to reach the peer is sent: `ws.send(value).await?`",
    note = "`E` is any error type: `WebsocketClosed`, `Box<dyn Error + Send + Sync>`, one of your own"
)]
pub trait WebsocketOutcome {
    /// The error that the view ended with.
    #[doc(hidden)]
    fn into_error(self) -> Option<Box<dyn Error + Send + Sync>>;
}

/// What a websocket view may fail with: any error.
#[diagnostic::on_unimplemented(
    message = "a websocket view cannot fail with `{Self}`",
    label = "not a standard error",
    note = "implement `std::error::Error` for it; the peer is sent 1011, and the log tells the cause",
    note = "what is to reach the peer is sent: `ws.close(code, reason).await?`"
)]
#[doc(hidden)]
pub trait WebsocketFailure {
    fn into_error(self) -> Box<dyn Error + Send + Sync>;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Box<dyn Error + Send + Sync>>> WebsocketFailure for E {
    fn into_error(self) -> Box<dyn Error + Send + Sync> {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl WebsocketOutcome for () {
    fn into_error(self) -> Option<Box<dyn Error + Send + Sync>> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl WebsocketOutcome for Infallible {
    fn into_error(self) -> Option<Box<dyn Error + Send + Sync>> {
        match self {}
    }
}

impl<E: WebsocketFailure> WebsocketOutcome for Result<(), E> {
    fn into_error(self) -> Option<Box<dyn Error + Send + Sync>> {
        self.err().map(WebsocketFailure::into_error)
    }
}

/// Logs a failure of the view; returns the code and the words that the connection is closed with.
pub(super) fn judge<T: WebsocketOutcome>(view: &str, ended: Result<T, Box<dyn Any + Send>>) -> (u16, &'static str) {
    const FAILED: (u16, &str) = (codes::INTERNAL_ERROR, "internal error");
    match ended.map(T::into_error) {
        Ok(None) => (codes::NORMAL, ""),
        Ok(Some(error)) if is_quiet(&*error) => (codes::NORMAL, ""),
        Ok(Some(error)) if is_peers_mistake(&*error) => {
            tracing::info!(view, error = %Chain(&*error), "websocket view `{view}` got a message that it does not understand");
            (codes::INVALID_PAYLOAD, "the message is not the JSON that is expected")
        }
        Ok(Some(error)) if is_refused(&*error) => try_again_later(view, &Chain(&*error)),
        Ok(Some(error)) => {
            tracing::error!(view, error = %Chain(&*error), "websocket view `{view}` failed");
            FAILED
        }
        Err(panic) => {
            if let Some(refusal) = Refusal::of_panic(&*panic) {
                return try_again_later(view, &refusal.text());
            }
            tracing::error!(view, panic = panic_text(&*panic), "websocket view `{view}` panicked");
            FAILED
        }
    }
}

/// Says that the executor refused a job of the view.
fn try_again_later(view: &str, error: &dyn fmt::Display) -> (u16, &'static str) {
    tracing::warn!(view, %error, "the executor refused a job of websocket view `{view}`");
    (codes::TRY_AGAIN_LATER, "try again later")
}

/// Whether the error only says that the connection is closed.
pub(super) fn is_quiet(error: &(dyn Error + 'static)) -> bool {
    chain(error).filter_map(|error| error.downcast_ref::<WebsocketClosed>()).any(|closed| closed.cause().is_none())
}

/// Whether the view gave up because of what the peer has sent.
fn is_peers_mistake(error: &(dyn Error + 'static)) -> bool {
    chain(error).any(<dyn Error>::is::<InvalidMessage>)
}

/// An error with its sources, in one line.
pub(super) struct Chain<'a>(pub(super) &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, error) in chain(self.0).enumerate() {
            if depth > 0 {
                f.write_str(": ")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    successors(Some(error), |&error| error.source())
}

/// What a panic said.
pub(super) fn panic_text(payload: &(dyn Any + Send)) -> &str {
    panic_message(payload).unwrap_or("(a payload that is no text)")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;
    use crate::executor::{ExecutorError, refused_by_panic};

    #[derive(Debug)]
    struct Wrapper(WebsocketClosed);

    impl fmt::Display for Wrapper {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("no answer")
        }
    }

    impl Error for Wrapper {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    fn code<T: WebsocketOutcome>(outcome: T) -> u16 {
        judge("test", Ok(outcome)).0
    }

    #[test]
    fn an_error_is_quiet_only_when_the_connection_is_its_root() {
        assert_eq!(code(()), 1000);
        assert_eq!(code(Ok::<_, String>(())), 1000);
        assert_eq!(code(Err(WebsocketClosed::new())), 1000);
        assert_eq!(code(Err(Wrapper(WebsocketClosed::new()))), 1000);
        assert_eq!(code(Err(WebsocketClosed::because("disk full"))), 1011);
        assert_eq!(code(Err(Wrapper(WebsocketClosed::because("disk full")))), 1011);
        assert_eq!(code(Err("a text")), 1011);
        assert_eq!(judge::<()>("test", Err(Box::new("panicked"))).0, 1011);
    }

    #[test]
    fn what_is_no_json_is_the_peers_mistake() {
        let error = || crate::websocket::json::parse::<u32>(&"seven".into()).unwrap_err();
        assert_eq!(code(Err(error())), 1007);
        assert_eq!(code(Err(Wrapper(error()))), 1007);
    }

    #[test]
    fn a_refusal_of_the_executor_is_to_be_tried_again() {
        let saturated = || ExecutorError::Saturated { executor: "reports".into() };
        assert_eq!(code(Err(saturated())), 1013);
        assert_eq!(code(Err(Wrapper(WebsocketClosed::because(saturated())))), 1013);
        assert_eq!(code(Err(ExecutorError::NoRuntime)), 1011);
        let panic = catch_unwind(|| refused_by_panic::<()>("app::sum", saturated()));
        assert_eq!(judge("test", panic).0, 1013);
    }

    #[test]
    fn a_chain_tells_all_causes() {
        let error = Wrapper(WebsocketClosed::because("disk full"));
        assert_eq!(Chain(&error).to_string(), "no answer: the websocket was given up: disk full");
    }

    #[test]
    fn a_panic_speaks_in_both_kinds_of_text() {
        assert_eq!(panic_text(&"static"), "static");
        assert_eq!(panic_text(&"owned".to_owned()), "owned");
        assert_eq!(panic_text(&7), "(a payload that is no text)");
    }
}
