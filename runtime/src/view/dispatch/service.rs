//! The dispatcher as the service that axum calls.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::response::Response;
use http::{Method, header};
use tower::Service;

use super::Dispatcher;
use crate::httpexceptions::negotiate;
use crate::request::Request;
use crate::view::slot::without_body;

/// The routes of one shape of path; without any, what axum's router finds no route for.
#[derive(Clone)]
pub(crate) struct Dispatched {
    pub(crate) dispatcher: Arc<Dispatcher>,
    pub(crate) routes: Arc<[usize]>,
}

impl Service<http::Request<Body>> for Dispatched {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let accept = request.headers().get(header::ACCEPT).cloned();
        let is_head = *request.method() == Method::HEAD;
        let Self { dispatcher, routes } = self.clone();
        let request = Request::new(request);
        Box::pin(async move {
            let mut response = dispatcher.answer(request, &routes).await;
            let keeps_exceptions = dispatcher.application.has_exception_views;
            // An exception view wants the exception as it is; who is around it negotiates.
            if !keeps_exceptions {
                negotiate(&mut response, accept.as_ref());
            }
            Ok(if is_head { without_body(response) } else { response })
        })
    }
}
