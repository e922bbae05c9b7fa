//! From a request to its view, where a shape of path alone does not decide: routes with predicates, traversal, view lookup.
//!
//! Pyramid's router. All of its steps are one future, which is boxed once; only steps that are seldom taken, or that are large, have
//! a box of their own. The request is handed on by value, for it is no more than a pointer.
//!
//! What a request does not need is not done: no root without a root factory, no identity before a predicate or
//! a permission asks for it, no body before a predicate looks at parameters.

mod append_slash;
mod candidate;
mod exceptions;
mod mismatch;
mod preparation;
mod route;
mod service;
mod table;

use std::mem;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::extract::RawPathParams;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use pyramidion_patterns::url::decode_path;

pub(crate) use self::candidate::Candidate;
pub(crate) use self::exceptions::ExceptionViews;
use self::mismatch::Mismatch;
pub(crate) use self::route::{DispatchedRoute, HowToTraverse, TRAVERSAL};
pub(crate) use self::service::Dispatched;
pub(crate) use self::table::ViewTable;
use super::call::raw_parameters;
use super::failure;
use super::respond::OnTheWay;
use crate::application::Application;
use crate::events::{BeforeTraversal, ContextFound};
use crate::request::{Attributes, Request, Visit};
use crate::traversal::{DefaultRootFactory, Lost, RootFactory, TraversalError, TraversalPath, VirtualRoot, find};

/// What decides about the requests that axum's router leaves open.
pub(crate) struct Dispatcher {
    pub(crate) application: Arc<Application>,
    pub(crate) routes: Vec<DispatchedRoute>,
    /// The views that need no route.
    pub(crate) global: ViewTable,
    /// The application's, unless a route has its own.
    pub(crate) root_factory: Option<Arc<dyn RootFactory>>,
    /// Routes that axum's router cannot express, in their order.
    pub(crate) apart: Vec<usize>,
}

/// What a step on the way ends with early: a response instead of a view's.
type Early<T> = Result<T, Response>;

/// A view's response, or the request back if no view wants it.
type Answer = Result<Response, Request>;

impl Dispatcher {
    /// Answers a request of a path that these routes share, the first first.
    pub(crate) async fn answer(&self, request: Request, routes: &[usize]) -> Response {
        Visit::accompany(&self.application, request, |request| async move {
            match AssertUnwindSafe(self.dispatch(request, routes)).catch_unwind().await {
                Ok(Ok(response) | Err(response)) => response,
                // A view's own panic is caught where the view is known.
                Err(payload) => failure::panicked("the way to the view", &*payload),
            }
        })
        .await
    }

    /// Tries the routes of this shape and those that have none in axum's router. A request that is none of theirs is traversal's.
    async fn dispatch(&self, mut request: Request, routes: &[usize]) -> Early<Response> {
        let uri = request.uri().clone();
        let path = decode_path(uri.path()).map_err(failure::bad_path)?;
        let values = self.values(routes, &mut request)?;
        let mut mismatch = Mismatch::of(&self.application);
        let mut matched: Option<Attributes> = None;
        for index in routes.iter().chain(self.apart.iter().filter(|index| !routes.contains(index))) {
            let route = &self.routes[*index];
            let Some(matchdict) = route.match_path(&path, values.as_ref()) else {
                mismatch.route(&route.label, || "does not match".to_owned());
                continue;
            };
            *request.attributes_mut() = route.attributes(matchdict);
            if !route.predicates.is_empty() && !self.admits(route, &mut request).await? {
                mismatch.route(&route.label, || "matches, and its predicates do not hold".to_owned());
                continue;
            }
            match self.on_route(route, request, &mut mismatch).await? {
                Ok(response) => return Ok(response),
                Err(back) => request = back,
            }
            matched.get_or_insert_with(|| mem::take(request.attributes_mut()));
        }
        *request.attributes_mut() = matched.clone().unwrap_or_default();
        if matched.is_none() && !self.global.is_empty() {
            match self.on_traversal(request, &path, &mut mismatch).await? {
                Ok(response) => return Ok(response),
                Err(back) => request = back,
            }
        }
        self.note(&request);
        Ok(mismatch.answer(&self.application, &request))
    }

    /// The values that axum's router has found, as far as these routes need them. Where it has found no route it may have left
    /// none, as for `OPTIONS *`.
    fn values(&self, routes: &[usize], request: &mut Request) -> Early<Option<RawPathParams>> {
        let are_needed = routes.iter().any(|route| self.routes[*route].needs_values());
        are_needed.then(|| raw_parameters(request.parts_mut())).transpose()
    }

    async fn admits(&self, route: &DispatchedRoute, request: &mut Request) -> Early<bool> {
        let admits = route.admits(request).await;
        admits.map_err(|error| error.into_response(&self.responder("a route's predicate")))
    }

    /// The response of one of the route's views, or the request back.
    async fn on_route<'d>(
        &'d self,
        route: &'d DispatchedRoute,
        mut request: Request,
        mismatch: &mut Mismatch<'d>,
    ) -> Early<Answer> {
        self.note(&request);
        let factory = route.factory.as_ref().or(self.root_factory.as_ref()).cloned();
        if let Some(factory) = factory.or_else(|| route.needs_root().then(default_root_factory)) {
            let path = route.traversal_path(&request);
            self.find_context(&mut request, &factory, path).await?;
        } else {
            let subscribers = &self.application.subscribers;
            subscribers.before_traversal(BeforeTraversal { request: &mut request });
            subscribers.context_found(ContextFound { request: &mut request });
        }
        let global = route.uses_global_views.then_some(&self.global);
        self.look_up([Some(&route.views), global], request, mismatch).await
    }

    async fn on_traversal<'d>(
        &'d self,
        mut request: Request,
        path: &str,
        mismatch: &mut Mismatch<'d>,
    ) -> Early<Answer> {
        let factory = self.root_factory.clone().unwrap_or_else(default_root_factory);
        self.find_context(&mut request, &factory, TraversalPath::from_path_info(path)).await?;
        self.look_up([Some(&self.global), None], request, mismatch).await
    }

    async fn find_context(
        &self,
        request: &mut Request,
        factory: &Arc<dyn RootFactory>,
        path: TraversalPath,
    ) -> Early<()> {
        let subscribers = &self.application.subscribers;
        subscribers.before_traversal(BeforeTraversal { request });
        let path = self.below_virtual_root(request, path)?;
        let traversed = Box::pin(find(factory, request, path)).await;
        let traversed = traversed.map_err(|lost| self.lost(lost))?;
        request.attributes_mut().traversed = Some(Arc::new(traversed));
        self.note(request);
        subscribers.context_found(ContextFound { request });
        Ok(())
    }

    fn below_virtual_root(&self, request: &Request, path: TraversalPath) -> Early<TraversalPath> {
        let header = request.headers().get("x-vhm-root").filter(|_| self.application.trusts_virtual_root);
        let Some(header) = header else { return Ok(path) };
        let virtual_root = VirtualRoot::from_header(header.as_bytes()).map_err(IntoResponse::into_response)?;
        Ok(path.under(&virtual_root))
    }

    /// Tells exception views what is known of the request by now.
    fn note(&self, request: &Request) {
        if self.application.has_exception_views
            && let Some(visit) = request.visit()
        {
            visit.set_routed(request.attributes().clone());
        }
    }

    /// The first view that wants the request: those of the route go before those that need none, and within these those of the
    /// context's own type before those of any. A view that does not want it leaves it to the next.
    async fn look_up<'d>(
        &'d self,
        tables: [Option<&'d ViewTable>; 2],
        mut request: Request,
        mismatch: &mut Mismatch<'d>,
    ) -> Early<Answer> {
        // The request is on its way to the views, which are looked up by what it has found.
        let traversed = request.attributes().traversed.clone();
        let context = traversed.as_ref().map(|traversed| traversed.context.resource_type());
        let name = traversed.as_ref().map_or("", |traversed| &traversed.view_name);
        for views in tables.into_iter().flatten().flat_map(|table| table.of(name, context)) {
            match views.answer(request, mismatch).await? {
                Ok(response) => return Ok(Ok(response)),
                Err(back) => request = back,
            }
        }
        Ok(Err(request))
    }

    /// The answer to a request that has not found its context.
    fn lost(&self, Lost { function, error }: Lost) -> Response {
        match error {
            TraversalError::Executor(refusal) => failure::executor(function, refusal.into_inner()),
            TraversalError::Path(error) => error.into_response(),
            error => failure::failed(&self.responder(function), error.into()),
        }
    }

    fn responder(&self, name: &'static str) -> OnTheWay<'_> {
        OnTheWay { name, application: &self.application }
    }
}

fn default_root_factory() -> Arc<dyn RootFactory> {
    Arc::new(DefaultRootFactory)
}
