//! What routing and traversal find out about a request.

use std::sync::Arc;

use pyramidion_patterns::Pattern;

use super::{Matchdict, Request};
use crate::application::Application;
use crate::traversal::{AnyResource, Lineage, Traversed};
use crate::view::exception::Raised;

/// Travels with the request through axum, as an extension.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes {
    pub(crate) matched_route: Option<Arc<str>>,
    /// That of the matched route, which need not have a name.
    pub(crate) pattern: Option<Arc<Pattern>>,
    pub(crate) matchdict: Matchdict,
    /// Of a request that goes straight from axum's router to its view, and so has no visit.
    pub(crate) application: Option<Arc<Application>>,
    pub(crate) traversed: Option<Arc<Traversed>>,
    /// In an exception view: what it is called for.
    pub(crate) exception: Option<Raised>,
}

/// What Pyramid calls the special attributes of a request.
impl Request {
    /// The name of the route that has matched. `None` before routing, where the view was found by traversal, and for a route
    /// without a name, which is one that a view declares by its `path`.
    #[must_use]
    pub fn matched_route(&self) -> Option<&str> {
        self.attributes().matched_route.as_deref()
    }

    /// What the placeholders of the matched route stand for. Empty before routing.
    #[must_use]
    pub fn matchdict(&self) -> &Matchdict {
        &self.attributes().matchdict
    }

    /// The request with this matchdict: for tests, and for a router of your own.
    #[must_use]
    pub fn with_matchdict(mut self, matchdict: Matchdict) -> Self {
        self.attributes_mut().matchdict = matchdict;
        self
    }

    /// Where traversal has ended: the root, the context and what is left of the path. `None` before it, and in an application
    /// that has neither a root factory nor views that traversal finds.
    #[must_use]
    pub fn traversed(&self) -> Option<&Traversed> {
        self.attributes().traversed.as_deref()
    }

    /// The resource that the view is called for: what traversal has found, or else what the root factory has made.
    ///
    /// In a view, the extractor [`Context<T>`](crate::Context) gives it as the type that it is.
    #[must_use]
    pub fn context(&self) -> Option<&AnyResource> {
        Some(&self.traversed()?.context)
    }

    /// The context and the resources above it.
    #[must_use]
    pub fn lineage(&self) -> Option<&Lineage> {
        Some(&self.traversed()?.lineage)
    }

    /// The resource at which traversal has begun.
    #[must_use]
    pub fn root(&self) -> Option<&AnyResource> {
        Some(&self.traversed()?.root)
    }

    /// The name of the view that traversal has found in the path; empty if the path names none.
    #[must_use]
    pub fn view_name(&self) -> &str {
        self.traversed().map_or("", |traversed| &traversed.view_name)
    }

    /// The segments of the path after the view's name.
    #[must_use]
    pub fn subpath(&self) -> &[String] {
        self.traversed().map_or(&[], |traversed| &traversed.subpath)
    }

    /// In an exception view, the error that it is called for.
    #[must_use]
    pub fn exception(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.attributes().exception.as_ref().map(Raised::error)
    }
}
