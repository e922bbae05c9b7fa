//! The finished application, as requests and views see it.

use std::collections::HashMap;
use std::sync::Arc;

use pyramidion_patterns::Pattern;

use crate::events::Subscribers;
use crate::registry::Registry;
use crate::render::Templates;
use crate::security::AnyPolicy;

/// What does not change any more once the application is built.
pub(crate) struct Application {
    pub(crate) registry: Registry,
    pub(crate) templates: Templates,
    pub(crate) routes: NamedRoutes,
    pub(crate) policy: Option<Arc<dyn AnyPolicy>>,
    pub(crate) subscribers: Subscribers,
    /// Whether an error may still become the response of an exception view.
    pub(crate) has_exception_views: bool,
    /// Whether a request that has the wrong method or accepts the wrong types gets a 405 or a 406 for its 404.
    pub(crate) offers_alternatives: bool,
    /// Whether the `http_cache` of views is ignored.
    pub(crate) prevents_http_cache: bool,
    /// Whether a 404 tells the client why nothing matched.
    pub(crate) explains_not_found: bool,
}

/// The patterns of the routes: by their names, for making URLs of them, and of those without.
#[derive(Default)]
pub(crate) struct NamedRoutes {
    patterns: HashMap<String, Pattern>,
    unnamed: Vec<Pattern>,
    /// In the order in which they were added.
    names: Vec<String>,
}

impl NamedRoutes {
    pub(crate) fn add(&mut self, name: &str, pattern: Pattern) {
        if self.patterns.insert(name.to_owned(), pattern).is_none() {
            self.names.push(name.to_owned());
        }
    }

    pub(crate) fn add_unnamed(&mut self, pattern: Pattern) {
        self.unnamed.push(pattern);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Pattern> {
        self.patterns.get(name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Of all routes.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.names.iter().filter_map(|name| self.patterns.get(name)).chain(&self.unnamed)
    }
}
