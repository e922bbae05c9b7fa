//! Errors on their way from a view or tween to an exception view.

use std::any::type_name;
use std::error::Error;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;

use super::failure;
use crate::httpexceptions::{HttpException, HttpInternalServerError, typed};
use crate::request::Attributes;

/// What a view has failed with, or the HTTP exception that it has answered with.
///
/// It travels as an extension of the response that the client gets if no exception view wants it.
#[derive(Clone, Debug)]
pub(crate) struct Raised {
    error: Arc<dyn Error + Send + Sync>,
    http: Option<Http>,
    /// The function that failed, unless that has been logged, or is no failure.
    unlogged: Option<Arc<str>>,
}

/// What an HTTP exception is also.
#[derive(Clone, Debug)]
struct Http {
    exception: HttpException,
    /// It as the type of its status.
    typed: Arc<dyn Error + Send + Sync>,
}

impl Raised {
    /// An error that nobody has logged yet.
    pub(crate) fn unlogged(function: &str, error: Box<dyn Error + Send + Sync>) -> Self {
        Self { error: error.into(), http: None, unlogged: Some(function.into()) }
    }

    /// A particular kind of HTTP exception.
    pub(crate) fn http(error: Arc<dyn Error + Send + Sync>, exception: HttpException) -> Self {
        let typed = typed(exception.clone());
        Self { error, http: Some(Http { exception, typed }), unlogged: None }
    }

    /// The plain 500 in whose place an exception view may answer.
    pub(crate) fn into_response(self) -> Response {
        let mut response = HttpInternalServerError::new().into_response();
        response.extensions_mut().insert(self);
        response
    }

    pub(crate) fn is_in(response: &Response) -> bool {
        Self::of(response).is_some()
    }

    /// What has been raised, if `response` stands for something that has.
    pub(crate) fn of(response: &Response) -> Option<Self> {
        let extensions = response.extensions();
        if let Some(raised) = extensions.get::<Self>() {
            return Some(raised.clone());
        }
        // A redirect that a view gives is an answer like another; one that it raises is not.
        let is_error = response.status().is_client_error() || response.status().is_server_error();
        let is_raised = is_error || extensions.get::<GivenUp>().is_some();
        let exception = extensions.get::<HttpException>().filter(|_| is_raised)?.clone();
        Some(Self::http(typed(exception.clone()), exception))
    }

    pub(crate) fn error(&self) -> &(dyn Error + Send + Sync + 'static) {
        &*self.error
    }

    /// It as a `T`, if it is one: a view's error or an HTTP exception by its type, or that of its status, or any of these by
    /// [`HttpException`].
    pub(crate) fn downcast_ref<T: Error + 'static>(&self) -> Option<&T> {
        self.kinds().find_map(|kind| kind.downcast_ref())
    }

    /// How far its own type is from `T`, if it is one: of two views the nearer is the more particular.
    pub(crate) fn distance<T: Error + 'static>(&self) -> Option<usize> {
        self.kinds().position(<dyn Error>::is::<T>)
    }

    /// All that it is, the most particular first.
    fn kinds(&self) -> impl Iterator<Item = &(dyn Error + 'static)> {
        let http = self.http.iter().flat_map(|http| [&*http.typed as &(dyn Error + 'static), &http.exception]);
        [&*self.error as &(dyn Error + 'static)].into_iter().chain(http)
    }

    /// Logs the error, unless that has been done, or it is no failure.
    pub(crate) fn log(mut self) -> Self {
        if let Some(function) = self.unlogged.take() {
            failure::log(&function, self.error());
        }
        self
    }
}

/// The response, which no exception view is going to replace any more: what it stands for is in the log.
pub(crate) fn logged(mut response: Response) -> Response {
    if let Some(raised) = response.extensions_mut().remove::<Raised>() {
        response.extensions_mut().insert(raised.log());
    }
    response
}

/// Marks the response of a view that has not given it but raised it, by `Err` or by refusing an argument.
#[derive(Clone, Copy)]
pub(crate) struct GivenUp;

/// The response as one that its view has raised.
pub(crate) fn given_up(mut response: Response) -> Response {
    response.extensions_mut().insert(GivenUp);
    response
}

/// What an exception view can be for: any error. It exists for its message.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no error, so no view can fail with it",
    label = "does not implement `std::error::Error`",
    note = "implement `std::error::Error` for it, or name an HTTP exception: `context = HttpGone`"
)]
pub trait AnyException: Error + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Error + 'static> AnyException for T {}

/// What an exception view is called for, as the type that it is.
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[derive(Debug)]
/// struct NoSuchReport(u16);
///
/// impl std::fmt::Display for NoSuchReport {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         write!(f, "there is no report of {}", self.0)
///     }
/// }
///
/// impl std::error::Error for NoSuchReport {}
///
/// #[view(path = "/reports/{year}")]
/// async fn report(year: u16) -> Result<String, NoSuchReport> {
///     Err(NoSuchReport(year))
/// }
///
/// #[exception_view]
/// async fn no_such_report(error: Exception<NoSuchReport>) -> (StatusCode, String) {
///     (StatusCode::NOT_FOUND, error.to_string())
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_view(report {}).add_view(no_such_report {}));
/// let answer = app.get("/reports/2024").await;
/// assert_eq!((answer.status().as_u16(), answer.text()), (404, "there is no report of 2024"));
/// # }
/// ```
///
/// # Errors
///
/// A 500 in a view that is called for nothing, or for something else, with the reason in the log.
#[derive(Clone, Debug)]
pub struct Exception<T> {
    raised: Raised,
    ty: PhantomData<fn() -> T>,
}

impl<T: Error + 'static> Exception<T> {
    pub(crate) fn new(raised: Raised) -> Option<Self> {
        raised.downcast_ref::<T>()?;
        Some(Self { raised, ty: PhantomData })
    }
}

impl<T: Error + 'static> Deref for Exception<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.raised.downcast_ref().expect("looked at when it was made")
    }
}

impl<T: AnyException, S: Send + Sync> FromRequestParts<S> for Exception<T> {
    type Rejection = HttpInternalServerError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let raised = parts.extensions.get::<Attributes>().and_then(|attributes| attributes.exception.clone());
        raised.and_then(Self::new).ok_or_else(|| {
            let wanted = type_name::<T>();
            tracing::error!(
                "a view takes `Exception<{wanted}>`, and is not called for one; help: put it under `#[exception_view]`, whose `context` is `{wanted}`"
            );
            HttpInternalServerError::new()
        })
    }
}
