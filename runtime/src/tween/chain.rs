//! The chain: each tween is given the request and what is below it.

use std::convert::Infallible;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use futures_util::FutureExt;
use http::header;
use tower::{Service, ServiceExt};

use super::TweenDefinition;
use crate::executor::{executor_at, synchronize, synchronize_below};
use crate::httpexceptions;
use crate::registry::Registry;
use crate::request::Request;
use crate::view::call::Application;
use crate::view::failure;
use crate::watchdog::Watched;

struct Chain {
    /// The outermost first.
    tweens: Vec<Link>,
    router: Router,
    /// Whether nothing but the application's own views is in the router.
    router_is_own: bool,
    application: Arc<Application>,
}

/// A tween in an application.
pub(crate) struct Link {
    pub(crate) tween: &'static TweenDefinition,
    pub(crate) watched: Option<Watched>,
}

impl Chain {
    /// Whether what is at `place` may run on the thread that waits for it: a plain function. The router leaves it to its views.
    fn runs_on_waiting_thread(&self, place: usize) -> bool {
        self.tweens.get(place).map_or(self.router_is_own, |link| link.tween.is_sync)
    }

    /// Calls the tween at `place`, or after the last one the router.
    async fn call(self: Arc<Self>, place: usize, request: Request) -> Response {
        match self.tweens.get(place) {
            Some(link) => {
                let (tween, watched) = (link.tween, link.watched.clone());
                Watched::future(watched, (tween.call)(request, Next { chain: self, below: place + 1 })).await
            }
            None => {
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
            let name = chain.tweens.get(below).map_or("the router", |link| link.tween.name);
            let response = AssertUnwindSafe(chain.call(below, request)).catch_unwind().await;
            response.unwrap_or_else(|payload| failure::panicked(name, &*payload))
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
    pub(crate) fn new(tweens: Vec<Link>, router: Router, router_is_own: bool, application: Arc<Application>) -> Self {
        Self(Next { chain: Arc::new(Chain { tweens, router, router_is_own, application }), below: 0 })
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
        let response = self.0.call(Request::new(request));
        Box::pin(async move { Ok(httpexceptions::negotiate(response.await, accept.as_ref())) })
    }
}
