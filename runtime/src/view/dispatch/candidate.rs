//! A view that may answer a request: whether it wants it, whether it may be called, and the call.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::SystemTime;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::append_slash::append_slash;
use super::mismatch::Mismatch;
use super::preparation::Preparation;
use super::{Answer, Early};
use crate::executor::stop_handing_down;
use crate::httpexceptions::HttpForbidden;
use crate::request::Request;
use crate::security::csrf::CsrfError;
use crate::view::call::{Boxed, Call, ViewState};
use crate::view::decorator::ViewCall;
use crate::view::exception::{Raised, given_up};
use crate::view::failure;
use crate::view::predicate::PredicateList;
use crate::watchdog::Watched;

/// A view with what decides about it.
pub(crate) struct Candidate {
    pub(crate) state: ViewState,
    pub(crate) predicates: PredicateList,
    /// What the request must be permitted, if anything.
    pub(crate) permission: Option<&'static str>,
    /// Whether the request must show that it is not forged.
    pub(crate) requires_csrf: bool,
    /// Whether a sync tween hands the request down, and the view is not to run on that tween's thread.
    pub(crate) stops_handing_down: bool,
}

impl Candidate {
    /// The view's response, or the request back if it does not want it. To be refused is not the same as not to want it.
    pub(super) async fn answer<'d>(
        self: &'d Arc<Self>,
        mut request: Request,
        mismatch: &mut Mismatch<'d>,
    ) -> Early<Answer> {
        if !self.predicates.is_empty() && !self.wants(&mut request, mismatch).await? {
            return Ok(Err(request));
        }
        if let Some(permission) = self.permission {
            Box::pin(self.is_permitted(&request, permission)).await?;
        }
        if self.requires_csrf {
            Box::pin(self.is_not_forged(&mut request)).await?;
        }
        Ok(Ok(self.call(request).await))
    }

    pub(super) async fn wants<'d>(&'d self, request: &mut Request, mismatch: &mut Mismatch<'d>) -> Early<bool> {
        let prepared = Preparation::of(self.predicates.needs(), request).await;
        let preparation = prepared.map_err(|error| error.into_response(&self.state))?;
        let subject = preparation.subject(request);
        let holds = self.predicates.holds(&subject);
        if !holds {
            mismatch.view(self.state.view(), &self.predicates, &subject);
        }
        Ok(holds)
    }

    async fn is_permitted(&self, request: &Request, permission: &str) -> Early<()> {
        let permits = request.has_permission(permission).await;
        let permits = permits.map_err(|error| failure::failed(&self.state, error.into()))?;
        if permits.is_allowed() {
            return Ok(());
        }
        let view = self.state.view().full_name();
        tracing::debug!(view, permission, reason = %permits, "`{view}` is forbidden");
        Err(HttpForbidden::new().into_response())
    }

    async fn is_not_forged(&self, request: &mut Request) -> Early<()> {
        self.state.application().csrf.check(request).await.map_err(|error| match error {
            CsrfError::Storage(error) => failure::failed(&self.state, error.into()),
            error => error.into_response(),
        })
    }

    /// The view with all that stands around it, the outermost first.
    async fn call(self: &Arc<Self>, request: Request) -> Response {
        let view = self.state.view();
        if let Some(redirect) = view.append_slash.then(|| append_slash(&request)).flatten() {
            return redirect;
        }
        if self.stops_handing_down {
            stop_handing_down();
        }
        let request = request.into_routed();
        let mut response = if view.decorators.is_empty() {
            self.run(request).await
        } else {
            Arc::clone(self).decorated(0, request).await
        };
        if let Some(http_cache) = &view.http_cache
            && !self.state.application().prevents_http_cache
            && Raised::of(&response).is_none()
        {
            http_cache.apply(&mut response, SystemTime::now());
        }
        response
    }

    /// The view inside of its decorators from `depth` on.
    fn decorated(self: Arc<Self>, depth: usize, request: http::Request<Body>) -> Boxed<Response> {
        let Some(decorator) = self.state.view().decorators.get(depth) else {
            return Box::pin(async move { self.run(request).await });
        };
        let inside = move |request| self.decorated(depth + 1, request);
        decorator.call(ViewCall::new(Request::new(request), inside))
    }

    async fn run(&self, request: http::Request<Body>) -> Response {
        let called = self.state.view().call.call(Call::routed(request, self.state.clone()));
        let watched = Watched::future(self.state.watched(), called);
        match AssertUnwindSafe(watched).catch_unwind().await {
            Ok(Ok(response)) => response,
            Ok(Err(refused)) => given_up(refused),
            Err(payload) => failure::panicked(&self.state.view().full_name(), &*payload),
        }
    }
}
