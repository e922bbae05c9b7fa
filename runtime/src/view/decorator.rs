//! Decorators: functions around one view.

use std::fmt;
use std::future::Future;

use axum::response::{IntoResponse, Response};

use super::call::Boxed;
use crate::Request;

/// A call of a view on its way through a decorator: what `decorator = …` is given.
///
/// A decorator is a coroutine that takes it and answers: with what the view answers, changed or not, or without it. It stands
/// inside of permission and predicates, which have let the request pass, and around the view and its renderer; of several, the
/// first listed is the outermost. What stands around all views is a [tween](macro@crate::tween).
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::ViewCall;
///
/// async fn no_robots(call: ViewCall) -> Response {
///     let mut response = call.run().await;
///     response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
///     response
/// }
///
/// #[view(path = "/draft", decorator = no_robots)]
/// async fn draft() -> &'static str {
///     "not finished"
/// }
/// ```
///
/// Source: the `decorator` of Pyramid's `add_view`.
#[must_use = "a call does nothing unless it is run"]
pub struct ViewCall {
    request: Request,
    view: Inner,
}

type Inner = Box<dyn FnOnce(axum::extract::Request) -> Boxed<Response> + Send>;

impl ViewCall {
    /// A call of `view`, for instance to test a decorator.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::ViewCall;
    ///
    /// async fn no_robots(call: ViewCall) -> Response {
    ///     ([("x-robots-tag", "noindex")], call.run().await).into_response()
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let request = Request::new(http::Request::new(axum::body::Body::empty()));
    /// let response = no_robots(ViewCall::new(request, |_| async { "draft" })).await;
    /// assert_eq!(response.headers()["x-robots-tag"], "noindex");
    /// # }
    /// ```
    pub fn new<F, Fut>(request: Request, view: F) -> Self
    where
        F: FnOnce(axum::extract::Request) -> Fut + Send + 'static,
        Fut: Future<Output: IntoResponse> + Send + 'static,
    {
        Self { request, view: Box::new(|request| Box::pin(async { view(request).await.into_response() })) }
    }

    /// The request, with its matchdict.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The request, to be changed before the view gets it.
    pub fn request_mut(&mut self) -> &mut Request {
        &mut self.request
    }

    /// Calls what is inside: the next decorator, or the view. A future that is dropped cancels it.
    pub async fn run(self) -> Response {
        (self.view)(self.request.into_routed()).await
    }
}

impl fmt::Debug for ViewCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ViewCall").field("request", &self.request).finish_non_exhaustive()
    }
}

/// A decorator, whatever its future.
pub(crate) struct Decorator(Box<dyn Fn(ViewCall) -> Boxed<Response> + Send + Sync>);

impl Decorator {
    pub(crate) fn new<F, Fut>(decorator: F) -> Self
    where
        F: Fn(ViewCall) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: IntoResponse> + Send + 'static,
    {
        Self(Box::new(move |call| {
            let decorated = decorator(call);
            Box::pin(async { decorated.await.into_response() })
        }))
    }

    pub(crate) fn call(&self, call: ViewCall) -> Boxed<Response> {
        (self.0)(call)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::body::Body;
    use futures_util::FutureExt;
    use http::{HeaderValue, StatusCode};

    use super::*;

    #[test]
    fn a_decorator_sees_what_goes_in_and_what_comes_out() {
        let decorator = Decorator::new(|mut call: ViewCall| async move {
            call.request_mut().extensions_mut().insert(7_u8);
            let mut response = call.run().await;
            response.headers_mut().insert("x-out", HeaderValue::from_static("yes"));
            response
        });
        let request = Request::new(http::Request::new(Body::from("body")));
        let call = ViewCall::new(request, |request| async move {
            assert_eq!(request.extensions().get(), Some(&7_u8));
            StatusCode::IM_A_TEAPOT
        });
        let response = decorator.call(call).now_or_never().unwrap();
        assert_eq!(
            (response.status(), &response.headers()["x-out"]),
            (StatusCode::IM_A_TEAPOT, &HeaderValue::from_static("yes"))
        );
    }

    #[test]
    fn a_decorator_may_answer_without_the_view() {
        let decorator = Decorator::new(|_| async { StatusCode::GONE });
        let request = Request::new(http::Request::new(Body::empty()));
        let call = ViewCall::new(request, |_| async { StatusCode::OK });
        assert_eq!(decorator.call(call).now_or_never().unwrap().status(), StatusCode::GONE);
    }
}
