//! What goes wrong in a view or tween: the cause into the log, a plain 500 to the client.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use http::header;

use super::exception::Raised;
use super::respond::{BoxError, Responder};
use crate::executor::ExecutorError;
use crate::httpexceptions::{HttpInternalServerError, HttpServiceUnavailable};

/// The answer to a view or tween that panicked.
pub(crate) fn panicked(name: &str, payload: &(dyn Any + Send)) -> Response {
    tracing::error!(function = name, panic = panic_text(payload), "`{name}` panicked");
    HttpInternalServerError::new().into_response()
}

/// The answer to an error that is not a response itself: a 500, unless an exception view answers in its place. It is logged now,
/// or by whoever finds that there is no such view.
pub(crate) fn failed(responder: &impl Responder, error: BoxError) -> Response {
    let raised = Raised::unlogged(&responder.name(), error);
    let raised = if responder.may_have_exception_view() { raised } else { raised.log() };
    raised.into_response()
}

/// Logs an error with its causes.
pub(super) fn log(name: &str, error: &(dyn std::error::Error + Send + Sync)) {
    let mut causes = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push_str(": ");
        causes.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::error!(function = name, error = causes, "`{name}` failed");
}

/// After how many seconds a client may try again what the executor had no room for.
const RETRY_AFTER: u16 = 1;

/// The answer to a job that the executor could not finish: that it is to be tried again, where that may help.
pub(crate) fn executor(name: &str, error: ExecutorError) -> Response {
    match error {
        ExecutorError::Panicked(payload) => panicked(name, &*payload),
        ExecutorError::Saturated { .. }
        | ExecutorError::QueueTimeout { .. }
        | ExecutorError::ShutDown { .. }
        | ExecutorError::RuntimeEnded
        | ExecutorError::SpawnFailed(_) => {
            tracing::warn!(function = name, %error, "the executor could not run `{name}`");
            HttpServiceUnavailable::new().header(header::RETRY_AFTER, RETRY_AFTER).into_response()
        }
        ExecutorError::NoRuntime | ExecutorError::NotConfigured { .. } => {
            tracing::error!(function = name, %error, "the executor could not run `{name}`");
            HttpInternalServerError::new().into_response()
        }
    }
}

/// What a panic said.
pub(crate) fn panic_text(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&'static str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("the panic carried no text")
}
