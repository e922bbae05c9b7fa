//! What goes wrong in a view or tween: the cause into the log, a plain 500 to the client.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::executor::ExecutorError;
use crate::httpexceptions::{HttpInternalServerError, HttpServiceUnavailable};

/// The answer to a view or tween that panicked.
pub(crate) fn panicked(name: &str, payload: &(dyn Any + Send)) -> Response {
    tracing::error!(function = name, panic = panic_text(payload), "`{name}` panicked");
    HttpInternalServerError::new().into_response()
}

/// The answer to an error that is not a response itself.
pub(crate) fn failed(name: &str, error: &(dyn std::error::Error + Send + Sync)) -> Response {
    let mut causes = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push_str(": ");
        causes.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::error!(function = name, error = causes, "`{name}` failed");
    HttpInternalServerError::new().into_response()
}

/// The answer to a job that the executor could not finish.
pub(crate) fn executor(name: &str, error: ExecutorError) -> Response {
    match error {
        ExecutorError::Panicked(payload) => panicked(name, &*payload),
        error => {
            tracing::error!(function = name, %error, "the executor could not run `{name}`");
            HttpServiceUnavailable::new().into_response()
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
