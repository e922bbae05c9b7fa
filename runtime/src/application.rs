//! The finished application, as requests and views see it.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use pyramidion_patterns::Pattern;

use crate::events::Subscribers;
use crate::registry::Registry;
use crate::render::Templates;
use crate::request::RoutedView;
use crate::security::AnyPolicy;
use crate::security::csrf::Csrf;
use crate::security::session::AnySessionFactory;
use crate::static_view::StaticViews;
use crate::websocket::WebsocketSettings;

/// What does not change any more once the application is built.
pub(crate) struct Application {
    pub(crate) registry: Registry,
    pub(crate) templates: Templates,
    pub(crate) routes: NamedRoutes,
    pub(crate) static_views: StaticViews,
    pub(crate) policy: Option<Arc<dyn AnyPolicy>>,
    pub(crate) csrf: Csrf,
    pub(crate) sessions: Option<Arc<dyn AnySessionFactory>>,
    pub(crate) subscribers: Subscribers,
    /// Whether an error may still become the response of an exception view.
    pub(crate) has_exception_views: bool,
    /// Whether a request that has the wrong method or accepts the wrong types gets a 405 or a 406 for its 404.
    pub(crate) offers_alternatives: bool,
    /// Whether a proxy says which part of the tree the request is for.
    pub(crate) trusts_virtual_root: bool,
    /// Whether the `http_cache` of views is ignored.
    pub(crate) prevents_http_cache: bool,
    /// What holds for websockets whose views say nothing else.
    pub(crate) websockets: Arc<WebsocketSettings>,
    /// Whether a 404 tells the client why nothing matched.
    pub(crate) explains_not_found: bool,
}

impl Application {
    /// One of nothing, around a request that a test gives to a view.
    pub(crate) fn bare() -> Self {
        Self {
            registry: Registry::default(),
            templates: Templates::default(),
            routes: NamedRoutes::default(),
            static_views: StaticViews::default(),
            policy: None,
            csrf: Csrf::default(),
            sessions: None,
            subscribers: Subscribers::default(),
            has_exception_views: false,
            offers_alternatives: false,
            prevents_http_cache: false,
            trusts_virtual_root: false,
            explains_not_found: false,
            websockets: Arc::default(),
        }
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Application").finish_non_exhaustive()
    }
}

/// The patterns of the routes, for making URLs of them: by name, and of those without by their views.
#[derive(Default)]
pub(crate) struct NamedRoutes {
    patterns: HashMap<String, Arc<Pattern>>,
    unnamed: Vec<Arc<Pattern>>,
    /// In the order in which they were added.
    names: Vec<String>,
    /// A view that is included under several prefixes has as many.
    by_view: HashMap<RoutedView, Vec<Arc<Pattern>>>,
}

impl NamedRoutes {
    pub(crate) fn add(&mut self, name: &str, pattern: Arc<Pattern>) {
        if self.patterns.insert(name.to_owned(), pattern).is_none() {
            self.names.push(name.to_owned());
        }
    }

    pub(crate) fn add_of_view(&mut self, view: RoutedView, pattern: Arc<Pattern>) {
        self.by_view.entry(view).or_default().push(pattern);
    }

    pub(crate) fn add_unnamed(&mut self, pattern: Arc<Pattern>) {
        self.unnamed.push(pattern);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Pattern>> {
        self.patterns.get(name)
    }

    pub(crate) fn of_view(&self, view: &RoutedView) -> &[Arc<Pattern>] {
        self.by_view.get(view).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Of all routes.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.names.iter().filter_map(|name| self.patterns.get(name)).chain(&self.unnamed).map(Arc::as_ref)
    }
}
