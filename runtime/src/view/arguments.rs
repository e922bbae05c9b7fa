//! The traits behind a view's arguments. They exist for their messages: what they admit, axum's traits and `FromStr` decide.

use std::future::Future;
use std::str::FromStr;

use axum::extract::{FromRequest, FromRequestParts};
use axum::response::{IntoResponse, Response};
use http::request::Parts;

use super::call::ViewState;

/// A type that a parameter of a route can be parsed to: any with [`FromStr`].
#[diagnostic::on_unimplemented(
    message = "a parameter of the route cannot be parsed to `{Self}`",
    label = "`{Self}` does not implement `FromStr`",
    note = "take it as `String`, or implement `std::str::FromStr` for `{Self}`"
)]
pub trait RouteParameter: Sized {
    #[doc(hidden)]
    fn parse(text: &str) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromStr> RouteParameter for T {
    #[inline]
    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// An argument before the last: any extractor that leaves the body alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no argument for a view",
    label = "neither a parameter of the route nor an extractor",
    note = "an argument is a parameter of the route by its name, an extractor, `pyramidion::State<T>` or `pyramidion::Request`",
    note = "to make an extractor of it, implement `axum::extract::FromRequestParts`",
    note = "one that reads the body, which is what `axum::extract::FromRequest` is for, must be the last argument"
)]
pub trait PartArgument: Sized {
    #[doc(hidden)]
    fn take(parts: &mut Parts, state: &ViewState) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T: FromRequestParts<ViewState>> PartArgument for T {
    #[inline]
    async fn take(parts: &mut Parts, state: &ViewState) -> Result<Self, Response> {
        T::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)
    }
}

/// The last argument: any extractor.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no argument for a view",
    label = "neither a parameter of the route nor an extractor",
    note = "an argument is a parameter of the route by its name, an extractor, `pyramidion::State<T>` or `pyramidion::Request`",
    note = "to make an extractor of it, implement `axum::extract::FromRequestParts`, or `FromRequest` if it reads the body"
)]
pub trait LastArgument<M>: Sized {
    #[doc(hidden)]
    fn take(request: axum::extract::Request, state: &ViewState) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T: FromRequest<ViewState, M>, M> LastArgument<M> for T {
    #[inline]
    async fn take(request: axum::extract::Request, state: &ViewState) -> Result<Self, Response> {
        T::from_request(request, state).await.map_err(IntoResponse::into_response)
    }
}
