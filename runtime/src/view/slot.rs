//! The views of one shape of path, as the service that axum's router calls.

use std::convert::Infallible;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, CatchUnwind};
use http::{HeaderValue, Method, header};
use tower::Service;

use super::call::{Call, ViewFuture, ViewState};
use super::failure;
use crate::executor::stop_handing_down;
use crate::httpexceptions::{self, HttpNotFound};
use crate::request::{Ended, Visit};

/// A view with the methods that it answers; none means all.
pub(crate) struct Candidate {
    pub(crate) methods: Vec<Method>,
    pub(crate) state: ViewState,
    /// Whether a sync tween hands the request down, and the view is not to run on that tween's thread.
    pub(crate) stops_handing_down: bool,
}

impl Candidate {
    /// Pyramid: a view for GET answers HEAD as well.
    fn answers(&self, method: &Method) -> bool {
        self.methods.is_empty()
            || self.methods.iter().any(|own| own == method || (*own == Method::GET && *method == Method::HEAD))
    }

    #[inline(always)]
    fn run(&self, mut request: http::Request<Body>) -> Running {
        let sees_request = self.state.view().sees_request;
        let visit = if sees_request { self.begin_visit(&mut request) } else { None };
        let response = AssertUnwindSafe(self.call(request)).catch_unwind();
        Running { state: self.state.clone(), visit, response, saving: None }
    }

    #[cold]
    fn begin_visit(&self, request: &mut http::Request<Body>) -> Option<Arc<Visit>> {
        Visit::begin(self.state.application(), request.extensions_mut())
    }

    #[inline(always)]
    fn call(&self, request: http::Request<Body>) -> ViewFuture {
        if self.stops_handing_down {
            stop_handing_down();
        }
        self.state.view().call.call(Call::new(request, self.state.clone()))
    }
}

/// All views of one shape of path, the most particular first.
#[derive(Clone)]
pub(crate) struct Slot(Arc<[Candidate]>);

impl Slot {
    pub(crate) fn new(candidates: Vec<Candidate>) -> Self {
        Self(candidates.into())
    }
}

impl Service<http::Request<Body>> for Slot {
    type Response = Response;
    type Error = Infallible;
    type Future = SlotFuture;

    #[inline]
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    #[inline]
    fn call(&mut self, request: http::Request<Body>) -> SlotFuture {
        let accept = request.headers().get(header::ACCEPT).cloned();
        let is_head = *request.method() == Method::HEAD;
        let candidate = self.0.iter().find(|candidate| candidate.answers(request.method()));
        let view = candidate.map(|candidate| candidate.run(request));
        SlotFuture { view, accept, is_head }
    }
}

/// What a view gives, or the panic that it ends with.
type Caught = <CatchUnwind<AssertUnwindSafe<ViewFuture>> as Future>::Output;

/// The response of a slot's view: panics caught, HTTP exceptions rendered as the client wants them.
pub(crate) struct SlotFuture {
    view: Option<Running>,
    accept: Option<HeaderValue>,
    is_head: bool,
}

struct Running {
    state: ViewState,
    /// For a view that sees the request, on which callbacks can be left.
    visit: Option<Arc<Visit>>,
    response: CatchUnwind<AssertUnwindSafe<ViewFuture>>,
    /// While the session is saved.
    saving: Option<BoxFuture<'static, Response>>,
}

impl Running {
    #[inline(always)]
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Response> {
        if let Some(saving) = &mut self.saving {
            return saving.poll_unpin(context);
        }
        let response = match ready!(self.poll_view(context)) {
            Ok(Ok(response) | Err(response)) => response,
            Err(payload) => failure::panicked(&self.state.view().full_name(), &*payload),
        };
        match self.visit.take() {
            Some(visit) => self.end(visit, response, context),
            None => Poll::Ready(response),
        }
    }

    #[cold]
    fn end(&mut self, visit: Arc<Visit>, response: Response, context: &mut Context<'_>) -> Poll<Response> {
        match visit.end(response) {
            Ended::Now(response) => Poll::Ready(response),
            Ended::Later(saving) => self.saving.insert(saving).poll_unpin(context),
        }
    }

    #[inline]
    fn poll_view(&mut self, context: &mut Context<'_>) -> Poll<Caught> {
        let response = Pin::new(&mut self.response);
        match self.state.watched() {
            Some(watched) => watched.poll(|| response.poll(context)),
            None => response.poll(context),
        }
    }
}

impl Future for SlotFuture {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let response = match &mut this.view {
            None => HttpNotFound::new().into_response(),
            Some(view) => ready!(view.poll(context)),
        };
        let response = httpexceptions::negotiate(response, this.accept.as_ref());
        Poll::Ready(Ok(if this.is_head { without_body(response) } else { response }))
    }
}

/// A response to HEAD: the headers that GET would have, without the body (RFC 9110, section 9.3.2).
pub(crate) fn without_body(mut response: Response) -> Response {
    use http_body_util::BodyExt as _;

    let length = axum::body::HttpBody::size_hint(response.body()).exact();
    if let (Some(length), false) = (length, response.headers().contains_key(header::CONTENT_LENGTH)) {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    *response.body_mut() = Body::new(http_body_util::Empty::new().map_err(|never| match never {}));
    response
}

/// What is served where no route matches.
#[derive(Clone)]
pub(crate) struct NotFound;

impl Service<http::Request<Body>> for NotFound {
    type Response = Response;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let response = HttpNotFound::new().into_response();
        let response = httpexceptions::negotiate(response, request.headers().get(header::ACCEPT));
        std::future::ready(Ok(if *request.method() == Method::HEAD { without_body(response) } else { response }))
    }
}
