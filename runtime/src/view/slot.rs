//! The views of one shape of path, as the service that axum's router calls.

use std::convert::Infallible;
use std::future::{self, Future};
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
use super::definition::ViewDefinition;
use super::exception::given_up;
use super::failure;
use crate::application::Application;
use crate::executor::stop_handing_down;
use crate::httpexceptions::{self, HttpNotFound};
use crate::request::{Ended, Visit};
use crate::watchdog::Watched;

/// A view with the methods that it answers; none means all.
pub(crate) struct Candidate {
    pub(crate) methods: Vec<Method>,
    pub(crate) state: ViewState,
    /// As the state has them, which is farther away.
    pub(crate) view: &'static ViewDefinition,
    pub(crate) watched: Option<Watched>,
    /// Whether a sync tween hands the request down, and the view is not to run on that tween's thread.
    pub(crate) stops_handing_down: bool,
    /// Whether the view, or an exception view in its place, may ask what is known of the request.
    pub(crate) is_followed: bool,
}

impl Candidate {
    /// Pyramid: a view for GET answers HEAD as well.
    fn answers(&self, method: &Method) -> bool {
        self.methods.is_empty()
            || self.methods.iter().any(|own| own == method || (*own == Method::GET && *method == Method::HEAD))
    }

    #[inline(always)]
    fn run(&self, mut request: http::Request<Body>) -> Running {
        let visit = if self.is_followed { self.follow(&mut request) } else { Ok(None) };
        let (visit, response) = match visit {
            Ok(visit) => (visit, self.call(request)),
            Err(refused) => (None, refused),
        };
        let response = AssertUnwindSafe(response).catch_unwind();
        Running { view: self.view, watched: self.watched.clone(), visit, response, saving: None }
    }

    /// Begins the request's visit, and tells exception views what is known of it, unless its path makes no sense.
    #[cold]
    fn follow(&self, request: &mut http::Request<Body>) -> Result<Option<Arc<Visit>>, ViewFuture> {
        let application = self.state.application();
        if application.has_exception_views
            && let Err(refused) = self.state.note(request)
        {
            return Err(Box::pin(future::ready(Err(refused))));
        }
        let sees_request = self.view.sees_request;
        Ok(sees_request.then(|| Visit::begin(application, request.extensions_mut())).flatten())
    }

    #[inline(always)]
    fn call(&self, request: http::Request<Body>) -> ViewFuture {
        if self.stops_handing_down {
            stop_handing_down();
        }
        self.view.call.call(Call::new(request, self.state.clone()))
    }
}

/// All views of one shape of path, the most particular first.
#[derive(Clone)]
pub(crate) struct Slot {
    candidates: Arc<[Candidate]>,
    /// Whether an exception view may want an HTTP exception as it is; who is around it negotiates.
    keeps_exceptions: bool,
}

impl Slot {
    pub(crate) fn new(candidates: Vec<Candidate>, application: &Application) -> Self {
        Self { candidates: candidates.into(), keeps_exceptions: application.has_exception_views }
    }

    /// The answer to a request that no view wants. Its first route has matched, as in Pyramid.
    #[cold]
    fn unanswered(&self, mut request: http::Request<Body>) -> Option<Box<Response>> {
        let first = self.candidates.first().filter(|_| self.keeps_exceptions);
        let noted = first.map_or(Ok(()), |first| first.state.note(&mut request));
        Some(Box::new(noted.err().unwrap_or_else(|| HttpNotFound::new().into_response())))
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
        let keeps_exceptions = self.keeps_exceptions;
        let view = match self.candidates.iter().find(|candidate| candidate.answers(request.method())) {
            Some(candidate) => Ok(candidate.run(request)),
            None => Err(self.unanswered(request)),
        };
        SlotFuture { view, accept, is_head, keeps_exceptions }
    }
}

/// What a view gives, or the panic that it ends with.
type Caught = <CatchUnwind<AssertUnwindSafe<ViewFuture>> as Future>::Output;

/// The response of a slot's view: panics caught, HTTP exceptions rendered as the client wants them.
pub(crate) struct SlotFuture {
    /// Or else what is answered without a view, once.
    view: Result<Running, Option<Box<Response>>>,
    accept: Option<HeaderValue>,
    is_head: bool,
    keeps_exceptions: bool,
}

struct Running {
    view: &'static ViewDefinition,
    watched: Option<Watched>,
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
            Ok(Ok(response)) => response,
            Ok(Err(refused)) => given_up(refused),
            Err(payload) => failure::panicked(&self.view.full_name(), &*payload),
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
        match &self.watched {
            Some(watched) => watched.poll(|| response.poll(context)),
            None => response.poll(context),
        }
    }
}

impl Future for SlotFuture {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let mut response = match &mut this.view {
            Err(unanswered) => *unanswered.take().expect("a future is not polled after its end"),
            Ok(view) => ready!(view.poll(context)),
        };
        if !this.keeps_exceptions {
            httpexceptions::negotiate(&mut response, this.accept.as_ref());
        }
        if this.is_head {
            response = without_body(response);
        }
        Poll::Ready(Ok(response))
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
