//! The chain: each tween is given the request and what is below it.

use std::convert::Infallible;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::response::Response;
use futures_util::FutureExt;
use http::{Method, header};
use tower::{Service, ServiceExt};

use super::TweenDefinition;
use crate::application::Application;
use crate::events::NewRequest;
use crate::executor::{executor_at, synchronize, synchronize_below};
use crate::httpexceptions;
use crate::registry::Registry;
use crate::request::{Request, Visit};
use crate::view::dispatch::ExceptionViews;
use crate::view::exception::logged;
use crate::view::failure;
use crate::view::slot::without_body;
use crate::watchdog::Watched;

struct Chain {
    /// The outermost first.
    links: Vec<Link>,
    router: Router,
    /// Whether nothing but the application's own views is in the router.
    router_is_own: bool,
    application: Arc<Application>,
}

/// What stands at a place in the chain.
pub(crate) enum Link {
    Tween { tween: &'static TweenDefinition, watched: Option<Watched> },
    ExceptionViews(Arc<ExceptionViews>),
}

impl Link {
    fn name(&self) -> &str {
        match self {
            Self::Tween { tween, .. } => tween.name,
            Self::ExceptionViews(_) => "EXCVIEW",
        }
    }
}

impl Chain {
    /// Whether what is at `place` may run on the thread that waits for it: a plain function. The router leaves it to its views.
    fn runs_on_waiting_thread(&self, place: usize) -> bool {
        match self.links.get(place) {
            Some(Link::Tween { tween, .. }) => tween.is_sync,
            Some(Link::ExceptionViews(_)) => self.runs_on_waiting_thread(place + 1),
            None => self.router_is_own,
        }
    }

    /// Whether an error at `place` can still become an exception view's response.
    fn is_below_exception_views(&self, place: usize) -> bool {
        self.links[..place].iter().any(|link| matches!(link, Link::ExceptionViews(_)))
    }

    /// Calls what is at `place`, or after the last link the router.
    async fn call(self: Arc<Self>, place: usize, mut request: Request) -> Response {
        match self.links.get(place) {
            Some(Link::Tween { tween, watched }) => {
                let (tween, watched) = (*tween, watched.clone());
                let next = Next { chain: Arc::clone(&self), below: place + 1 };
                let response = Watched::future(watched, (tween.call)(request, next)).await;
                if self.is_below_exception_views(place) { response } else { logged(response) }
            }
            Some(Link::ExceptionViews(views)) => {
                let views = Arc::clone(views);
                let next = Next { chain: self, below: place + 1 };
                // Boxed, because an exception view's own way is long, and seldom taken.
                Box::pin(async move { views.around(request, |request| next.call(request)).await }).await
            }
            None => {
                self.application.subscribers.new_request(NewRequest { request: &mut request });
                let router = self.router.clone();
                router.oneshot(request.into_http()).await.unwrap_or_else(|never: Infallible| match never {})
            }
        }
    }
}

/// What is below a tween: further tweens, and at last the router.
///
/// It may be called more than once, for instance to try again, or not at all.
#[derive(Clone)]
pub struct Next {
    chain: Arc<Chain>,
    below: usize,
}

impl Next {
    /// The application's state.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.chain.application.registry
    }

    /// Hands the request on and waits for the response. A panic below is a response as well: a 500, its cause in the log.
    pub fn call(&self, request: Request) -> impl Future<Output = Response> + Send + use<> {
        let chain = Arc::clone(&self.chain);
        let below = self.below;
        async move {
            let called = Arc::clone(&chain).call(below, request);
            AssertUnwindSafe(called).catch_unwind().await.unwrap_or_else(|payload| {
                let name = chain.links.get(below).map_or("the router", Link::name);
                failure::panicked(name, &*payload)
            })
        }
    }
}

impl std::fmt::Debug for Next {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Next").field("below", &self.below).finish_non_exhaustive()
    }
}

/// What is below a sync tween: [`Next`] for a plain function, which runs in the executor.
#[derive(Clone, Debug)]
pub struct SyncNext(Next);

impl SyncNext {
    /// The application's state.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        self.0.registry()
    }

    /// Hands the request on, a [`Request`] or a [`SyncRequest`](crate::SyncRequest), and waits on this thread for the
    /// response; the event loop goes on meanwhile.
    ///
    /// A sync tween or a plain view that is next, in the same executor, runs on this thread too.
    ///
    /// # Panics
    ///
    /// With the text of a [`ScopeError`](crate::executor::ScopeError) outside of the executor: a sync tween is called in
    /// it, and must not take its `next` elsewhere.
    #[track_caller]
    pub fn call(&self, request: impl Into<Request>) -> Response {
        let response = self.0.call(request.into());
        if self.0.chain.runs_on_waiting_thread(self.0.below) {
            synchronize_below(response)
        } else {
            synchronize(response)
        }
    }
}

impl From<Next> for SyncNext {
    fn from(next: Next) -> Self {
        Self(next)
    }
}

/// Runs a sync tween in the executor.
#[doc(hidden)]
pub async fn run_tween<F>(definition: &'static TweenDefinition, tween: F) -> Response
where
    F: FnOnce() -> Response + Send + 'static,
{
    let ran = match executor_at(definition.executor) {
        Ok(executor) => executor.run_below(definition.name.into(), tween).await,
        Err(error) => Err(error),
    };
    ran.unwrap_or_else(|error| failure::executor(definition.name, error))
}

/// The router with its tweens around it, as the service that a request comes to first.
#[derive(Clone)]
pub(crate) struct TweenedRouter(Next);

impl TweenedRouter {
    /// `router_is_own`: nothing but the application's own views is in the router.
    pub(crate) fn new(links: Vec<Link>, router: Router, router_is_own: bool, application: Arc<Application>) -> Self {
        Self(Next { chain: Arc::new(Chain { links, router, router_is_own, application }), below: 0 })
    }
}

impl Service<http::Request<Body>> for TweenedRouter {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let accept = request.headers().get(header::ACCEPT).cloned();
        let is_head = *request.method() == Method::HEAD;
        let next = self.0.clone();
        Box::pin(async move {
            let application = &next.chain.application;
            let mut response = Visit::accompany(application, Request::new(request), |request| next.call(request)).await;
            httpexceptions::negotiate(&mut response, accept.as_ref());
            // A view's is without a body already, unlike that of a tween or an exception view.
            let has_body = !response.body().is_end_stream();
            Ok(if is_head && has_body { without_body(response) } else { response })
        })
    }
}
