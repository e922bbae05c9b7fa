//! What goes wrong in a view or tween: the cause into the log; to the client a plain 500, or a 503 where the executor refused
//! a job and it may help to try again.

use std::any::Any;
use std::error::Error;

use axum::response::{IntoResponse, Response};
use http::header;
use pyramidion_patterns::url::NotUtf8;

use super::exception::Raised;
use super::respond::{BoxError, Responder};
use crate::executor::{ExecutorError, Refusal, is_refused, panic_message};
use crate::httpexceptions::{HttpBadRequest, HttpInternalServerError, HttpServiceUnavailable};

/// The answer to a view or tween that panicked.
pub(crate) fn panicked(name: &str, payload: &(dyn Any + Send)) -> Response {
    if let Some(refusal) = Refusal::of_panic(payload) {
        return unavailable(name, refusal.text());
    }
    tracing::error!(function = name, panic = panic_text(payload), "`{name}` panicked");
    HttpInternalServerError::new().into_response()
}

/// The answer to an error that is not a response itself: a 500, unless an exception view answers in its place. It is logged now,
/// or by whoever finds that there is no such view. What stems from an executor's refusal is to be tried again.
pub(crate) fn failed(responder: &impl Responder, error: BoxError) -> Response {
    if is_refused(&*error) {
        return unavailable(&responder.name(), &with_causes(&*error));
    }
    let raised = Raised::unlogged(&responder.name(), error);
    let raised = if responder.may_have_exception_view() { raised } else { raised.log() };
    raised.into_response()
}

/// The answer to an error of ours that no exception view is asked about.
pub(crate) fn answer(name: &str, error: &(dyn Error + Send + Sync + 'static)) -> Response {
    if is_refused(error) {
        return unavailable(name, &with_causes(error));
    }
    log(name, error);
    HttpInternalServerError::new().into_response()
}

/// Logs an error with its causes.
pub(super) fn log(name: &str, error: &(dyn Error + Send + Sync + 'static)) {
    tracing::error!(function = name, error = with_causes(error), "`{name}` failed");
}

fn with_causes(error: &(dyn Error + Send + Sync + 'static)) -> String {
    let mut causes = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push_str(": ");
        causes.push_str(&cause.to_string());
        source = cause.source();
    }
    causes
}

/// After how many seconds a client may try again what the executor had no room for.
const RETRY_AFTER: u16 = 1;

/// The answer where the executor refused a job, of the function itself or of one that it called.
fn unavailable(name: &str, error: &str) -> Response {
    tracing::warn!(function = name, error, "the executor refused a job of `{name}`");
    HttpServiceUnavailable::new().header(header::RETRY_AFTER, RETRY_AFTER).into_response()
}

/// The answer to a job that the executor could not finish: that it is to be tried again, where that may help.
pub(crate) fn executor(name: &str, error: ExecutorError) -> Response {
    match error {
        ExecutorError::Panicked(payload) => panicked(name, &*payload.into_inner()),
        error if error.is_refusal() => unavailable(name, &error.to_string()),
        error => {
            tracing::error!(function = name, %error, "the executor could not run `{name}`");
            HttpInternalServerError::new().into_response()
        }
    }
}

/// The answer to a path that is no text, which no route and no view can have.
#[cold]
pub(crate) fn bad_path(error: NotUtf8) -> Response {
    HttpBadRequest::new().detail(error.to_string()).into_response()
}

/// What a panic said.
pub(crate) fn panic_text(payload: &(dyn Any + Send)) -> &str {
    panic_message(payload).unwrap_or("the panic carried no text")
}
