//! One call of a view: the request on its way into arguments.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams};
use axum::response::{IntoResponse, Response};
use http::Uri;
use http::request::Parts;
use pyramidion_patterns::Pattern;
use pyramidion_patterns::url::decode_path;

use super::definition::ViewDefinition;
use super::failure;
use super::mapper::Thread;
use crate::application::Application;
use crate::executor::JobName;
use crate::httpexceptions::HttpNotFound;
use crate::registry::Registry;
use crate::render::Templates;
use crate::request::{Attributes, Visit};
use crate::watchdog::Watched;

/// What a view's function gives: a response, early or late.
pub(crate) type ViewFuture = Boxed<Result<Response, Response>>;

/// A future that is the same type whatever it does.
pub(crate) type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The state that extractors in views are given: the application, as this view sees it.
///
/// An extractor that is generic over axum's state works in views as it is. One that wants a state of its own type says how
/// to get it: `impl FromRef<ViewState> for Db`, with [`ViewState::registry`].
#[derive(Clone)]
pub struct ViewState(Arc<dyn Site>);

/// Stands between [`ViewState`] and all that it leads to, which the compiler would otherwise walk through for each extractor of
/// each view, to see that it is `Send` and `Sync`: a millisecond each time.
trait Site: Send + Sync {
    fn get(&self) -> &ViewSite;
}

impl Site for ViewSite {
    fn get(&self) -> &ViewSite {
        self
    }
}

/// A view in an application. Made once, when the application is built.
pub(crate) struct ViewSite {
    pub(crate) definition: &'static ViewDefinition,
    pub(crate) thread: Thread,
    /// The view's full name.
    pub(crate) job_name: JobName,
    /// The name of the view's route, if it has one.
    pub(crate) route: Option<Arc<str>>,
    pub(crate) pattern: Option<Arc<Pattern>>,
    /// The names of the route's parameters, in their order.
    pub(crate) parameters: Vec<String>,
    pub(crate) watched: Option<Watched>,
    pub(crate) application: Arc<Application>,
}

impl ViewState {
    pub(crate) fn new(site: ViewSite) -> Self {
        Self(Arc::new(site))
    }

    /// The application's state.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.0.get().application.registry
    }

    /// The name of the view, such as `home`.
    #[must_use]
    pub fn view_name(&self) -> &'static str {
        self.0.get().definition.name
    }

    pub(crate) fn application(&self) -> &Arc<Application> {
        &self.0.get().application
    }

    pub(crate) fn view(&self) -> &'static ViewDefinition {
        self.0.get().definition
    }

    pub(crate) fn watched(&self) -> Option<&Watched> {
        self.0.get().watched.as_ref()
    }

    pub(crate) fn thread(&self) -> Thread {
        self.0.get().thread
    }

    pub(crate) fn job_name(&self) -> &JobName {
        &self.0.get().job_name
    }

    pub(crate) fn templates(&self) -> &Templates {
        &self.0.get().application.templates
    }

    /// Tells exception views what is known of a request that axum's router has led straight to this view.
    pub(crate) fn note(&self, request: &mut http::Request<Body>) -> Result<(), Response> {
        decode_path(request.uri().path()).map_err(failure::bad_path)?;
        let (mut parts, ()) = http::Request::new(()).into_parts();
        std::mem::swap(request.extensions_mut(), &mut parts.extensions);
        let values = raw_parameters(&mut parts);
        std::mem::swap(request.extensions_mut(), &mut parts.extensions);
        if let Some(visit) = request.extensions().get::<Arc<Visit>>() {
            visit.set_routed(self.attributes(&values?));
        }
        Ok(())
    }

    /// What is known of a request that axum's router has led straight to this view.
    fn attributes(&self, values: &RawPathParams) -> Attributes {
        let site = self.0.get();
        Attributes {
            matched_route: site.route.clone(),
            pattern: site.pattern.clone(),
            matchdict: self.matchdict(values).map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            application: Some(Arc::clone(&site.application)),
            ..Attributes::default()
        }
    }

    /// The parameters of the route with their values in this request.
    ///
    /// Where the application is nested in another router, that router's parameters come first, so the route's own are
    /// counted from the end.
    pub(crate) fn matchdict<'a>(&'a self, values: &'a RawPathParams) -> impl Iterator<Item = (&'a str, &'a str)> {
        let names = &self.0.get().parameters;
        let foreign = values.iter().count().saturating_sub(names.len());
        names.iter().map(String::as_str).zip(values.iter().skip(foreign).map(|(_, value)| value))
    }
}

/// A request that is being taken apart into a view's arguments.
#[doc(hidden)]
pub struct Call {
    pub(crate) parts: Parts,
    body: Body,
    parameters: Option<RawPathParams>,
    /// Whether the parameters are among the request's [`Attributes`].
    is_dispatched: bool,
    pub(crate) state: ViewState,
}

impl Call {
    /// A call by a slot: the parameters are those that axum's router has found.
    #[inline(always)]
    pub(crate) fn new(request: http::Request<Body>, state: ViewState) -> Self {
        let (parts, body) = request.into_parts();
        Self { parts, body, parameters: None, is_dispatched: false, state }
    }

    /// A call by the dispatcher, which has put its findings into the request.
    pub(crate) fn routed(request: http::Request<Body>, state: ViewState) -> Self {
        Self { is_dispatched: true, ..Self::new(request, state) }
    }

    /// The route's parameter `name`, parsed.
    pub(crate) fn parameter<T>(&mut self, name: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, Response> {
        let text = self.parameter_text(name)?;
        parse(text).ok_or_else(|| HttpNotFound::new().into_response())
    }

    fn parameter_text(&mut self, name: &'static str) -> Result<&str, Response> {
        if self.is_dispatched {
            return self.dispatched_parameter(name);
        }
        if self.parameters.is_none() {
            self.parameters = Some(raw_parameters(&mut self.parts)?);
        }
        let values = self.parameters.as_ref().expect("filled above");
        let mut parameters = self.state.matchdict(values);
        match parameters.find(|(parameter, _)| *parameter == name) {
            Some((_, value)) => Ok(value),
            None => Err(missing_parameter(name, self.state.view())),
        }
    }

    #[cold]
    fn dispatched_parameter(&self, name: &'static str) -> Result<&str, Response> {
        let attributes = self.parts.extensions.get::<Attributes>();
        let value = attributes.and_then(|attributes| attributes.matchdict.get(name));
        value.ok_or_else(|| missing_parameter(name, self.state.view()))
    }

    /// The request, for the extractor that may read the body. What stays behind is empty.
    pub(crate) fn take_request(&mut self) -> http::Request<Body> {
        let (nothing, ()) = http::Request::new(()).into_parts();
        http::Request::from_parts(std::mem::replace(&mut self.parts, nothing), std::mem::take(&mut self.body))
    }
}

/// axum keeps the parameters where only its extractors can see them; this one never waits.
pub(crate) fn raw_parameters(parts: &mut Parts) -> Result<RawPathParams, Response> {
    let found = {
        let finding = pin!(RawPathParams::from_request_parts(parts, &()));
        finding.poll(&mut Context::from_waker(Waker::noop()))
    };
    match found {
        Poll::Ready(Ok(values)) => Ok(values),
        Poll::Ready(Err(rejection)) => Err(unreadable(&parts.uri, rejection)),
        Poll::Pending => unreachable!("RawPathParams waits for nothing"),
    }
}

#[cold]
fn unreadable(uri: &Uri, rejection: impl IntoResponse) -> Response {
    decode_path(uri.path()).map_or_else(failure::bad_path, |_| rejection.into_response())
}

#[cold]
fn missing_parameter(name: &str, view: &ViewDefinition) -> Response {
    tracing::error!(
        view = view.full_name(),
        "the route has no parameter `{name}`; help: take it by the name that it has in the route's pattern"
    );
    crate::httpexceptions::HttpInternalServerError::new().into_response()
}

impl<S> FromRequestParts<S> for ViewState
where
    S: Send + Sync,
    ViewState: axum::extract::FromRef<S>,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(axum::extract::FromRef::from_ref(state))
    }
}

impl FromRequest<ViewState> for crate::Request {
    type Rejection = Response;

    async fn from_request(request: axum::extract::Request, state: &ViewState) -> Result<Self, Self::Rejection> {
        if let Some(attributes) = request.extensions().get::<Attributes>() {
            // Of an exception view's request the body may be gone, and is not what the view is about.
            let needs_body = attributes.exception.is_none();
            return if needs_body { Self::from_request_buffered(request).await } else { Ok(Self::new(request)) };
        }
        let (mut parts, body) = request.into_parts();
        let values = raw_parameters(&mut parts)?;
        let mut request = Self::from_request_buffered(http::Request::from_parts(parts, body)).await?;
        *request.attributes_mut() = state.attributes(&values);
        Ok(request)
    }
}
