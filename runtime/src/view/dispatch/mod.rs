//! From a request to its view, where a shape of path alone does not decide: routes with predicates, traversal, view lookup.
//!
//! Pyramid's router. Its steps are boxed, each where it is called: a future that holds those of all further steps is large, and is
//! copied whenever it is handed on.
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

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::request::Parts;
use pyramidion_patterns::url::{NotUtf8, decode_path};

pub(crate) use self::candidate::Candidate;
pub(crate) use self::exceptions::ExceptionViews;
use self::mismatch::Mismatch;
use self::preparation::Unprepared;
pub(crate) use self::route::{DispatchedRoute, HowToTraverse};
pub(crate) use self::service::Dispatched;
pub(crate) use self::table::ViewTable;
use super::call::raw_parameters;
use super::exception::Raised;
use super::failure;
use crate::application::Application;
use crate::events::{BeforeTraversal, ContextFound};
use crate::httpexceptions::HttpBadRequest;
use crate::request::{Attributes, Request, Visit};
use crate::traversal::{
    AnyResource, DefaultRootFactory, RootFactory, TraversalError, TraversalPath, VirtualRoot, root_of, traverse,
};

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

impl Dispatcher {
    /// Answers a request of a path that these routes share, the first first.
    pub(crate) async fn answer(self: Arc<Self>, request: http::Request<Body>, routes: Arc<[usize]>) -> Response {
        let (mut parts, body) = request.into_parts();
        let values = match parameters(&mut parts, &routes) {
            Ok(values) => values,
            Err(response) => return response,
        };
        let request = Request::new(http::Request::from_parts(parts, body));
        let dispatcher = Arc::clone(&self);
        Visit::accompany(&self.application, request, |request| async move {
            let dispatched =
                AssertUnwindSafe(Box::pin(dispatcher.dispatch(request, &routes, &values))).catch_unwind().await;
            match dispatched {
                Ok(Ok(response) | Err(response)) => response,
                // A view's own panic is caught where the view is known.
                Err(payload) => failure::panicked("the way to the view", &*payload),
            }
        })
        .await
    }

    /// Tries the routes of this shape and those that have none in axum's router. A request that is none of theirs is traversal's.
    async fn dispatch(&self, mut request: Request, routes: &[usize], values: &[String]) -> Early<Response> {
        let path = decode_path(request.uri().path()).map_err(bad_path)?.into_owned();
        let mut mismatch = Mismatch::of(&self.application);
        let mut matched: Option<Attributes> = None;
        for index in routes.iter().chain(self.apart.iter().filter(|index| !routes.contains(index))) {
            let route = &self.routes[*index];
            let Some(matchdict) = route.match_path(&path, values) else {
                mismatch.route(&route.label, || "does not match".to_owned());
                continue;
            };
            request.attributes = Attributes {
                matchdict,
                matched_route: route.name.clone(),
                pattern: Some(Arc::clone(&route.pattern)),
                ..Attributes::default()
            };
            if !Box::pin(route.admits(&mut request)).await.map_err(|error| self.unprepared(error))? {
                mismatch.route(&route.label, || "matches, and its predicates do not hold".to_owned());
                continue;
            }
            match Box::pin(self.on_route(route, request, &mut mismatch)).await? {
                Ok(response) => return Ok(response),
                Err(back) => request = *back,
            }
            matched.get_or_insert_with(|| mem::take(&mut request.attributes));
        }
        request.attributes = matched.clone().unwrap_or_default();
        if matched.is_none() {
            match Box::pin(self.on_traversal(request, &path, &mut mismatch)).await? {
                Ok(response) => return Ok(response),
                Err(back) => request = *back,
            }
        }
        self.note(&request);
        Ok(mismatch.answer(&self.application, &request))
    }

    /// The response of one of the route's views, or the request back.
    async fn on_route<'d>(
        &'d self,
        route: &'d DispatchedRoute,
        mut request: Request,
        mismatch: &mut Mismatch<'d>,
    ) -> Early<Result<Response, Box<Request>>> {
        self.note(&request);
        let factory = route.factory.as_ref().or(self.root_factory.as_ref()).cloned();
        if let Some(factory) = factory.or_else(|| route.needs_root().then(default_root_factory)) {
            let path = route.traversal_path(&request);
            Box::pin(self.find_context(&mut request, &factory, path)).await?;
        } else {
            let subscribers = &self.application.subscribers;
            subscribers.before_traversal(BeforeTraversal { request: &mut request });
            subscribers.context_found(ContextFound { request: &mut request });
        }
        let global = route.uses_global_views.then_some(&self.global);
        Box::pin(self.look_up([Some(&route.views), global], request, mismatch)).await
    }

    async fn on_traversal<'d>(
        &'d self,
        mut request: Request,
        path: &str,
        mismatch: &mut Mismatch<'d>,
    ) -> Early<Result<Response, Box<Request>>> {
        if self.global.is_empty() {
            return Ok(Err(Box::new(request)));
        }
        let factory = self.root_factory.clone().unwrap_or_else(default_root_factory);
        Box::pin(self.find_context(&mut request, &factory, TraversalPath::from_path_info(path))).await?;
        Box::pin(self.look_up([Some(&self.global), None], request, mismatch)).await
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
        let root = root_of(factory, request).await.map_err(|error| self.lost("the root factory", error))?;
        let traversed = traverse(root, path).await.map_err(|error| self.lost("traversal", error))?;
        request.attributes.traversed = Some(Arc::new(traversed));
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
            visit.set_routed(request.attributes.clone());
        }
    }

    /// The first view that wants the request: those of the route go before those that need none, and within these those of the
    /// context's own type before those of any. A view that does not want it leaves it to the next.
    async fn look_up<'d>(
        &'d self,
        tables: [Option<&'d ViewTable>; 2],
        mut request: Request,
        mismatch: &mut Mismatch<'d>,
    ) -> Early<Result<Response, Box<Request>>> {
        let context = request.context().map(AnyResource::resource_type);
        let name = request.view_name().to_owned();
        for views in tables.into_iter().flatten().flat_map(|table| table.of(&name, context)) {
            match Box::pin(views.answer(request, mismatch)).await? {
                Ok(response) => return Ok(Ok(response)),
                Err(back) => request = *back,
            }
        }
        Ok(Err(Box::new(request)))
    }

    fn unprepared(&self, error: Unprepared) -> Response {
        match error {
            Unprepared::Body(error) => error.into_response(),
            Unprepared::Identity(error) => self.failed("a route's predicate", error),
        }
    }

    /// The answer to a request that has not found its context.
    fn lost(&self, function: &str, error: TraversalError) -> Response {
        match error {
            TraversalError::Executor(refusal) => failure::executor(function, refusal.into_inner()),
            TraversalError::Path(error) => error.into_response(),
            error => self.failed(function, error),
        }
    }

    /// What stands in for an exception view's response to `error`.
    fn failed(&self, function: &str, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Response {
        let raised = Raised::unlogged(function, error.into());
        let raised = if self.application.has_exception_views { raised } else { raised.log() };
        raised.into_response()
    }
}

/// The values that axum's router has found for these routes. Where it has found no route it may have left none, as for `OPTIONS *`.
fn parameters(parts: &mut Parts, routes: &[usize]) -> Early<Vec<String>> {
    if routes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(raw_parameters(parts)?.iter().map(|(_, value)| value.to_owned()).collect())
}

fn default_root_factory() -> Arc<dyn RootFactory> {
    Arc::new(DefaultRootFactory)
}

fn bad_path(error: NotUtf8) -> Response {
    HttpBadRequest::new().detail(error.to_string()).into_response()
}
