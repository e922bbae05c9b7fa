//! A route as a request meets it.

use std::sync::Arc;

use axum::extract::RawPathParams;
use pyramidion_patterns::Pattern;

use super::preparation::{Preparation, Unprepared};
use super::table::ViewTable;
use crate::request::{Attributes, Matchdict, Request};
use crate::traversal::{RootFactory, TraversalPath};
use crate::view::predicate::PredicateList;

/// A route with its views.
pub(crate) struct DispatchedRoute {
    /// As messages call it: ``route `home` (/)`` or `/users/{id}`.
    pub(crate) label: String,
    /// The name, unless a view declares the route by its path.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) pattern: Arc<Pattern>,
    pub(crate) parameters: Vec<String>,
    /// Whether the pattern has to be asked, where axum's router says that it matches.
    pub(crate) needs_check: bool,
    pub(crate) predicates: PredicateList,
    pub(crate) traverse: HowToTraverse,
    pub(crate) factory: Option<Arc<dyn RootFactory>>,
    pub(crate) uses_global_views: bool,
    pub(crate) views: ViewTable,
}

/// The parameters that say where a route's traversal goes, and what is left of the path.
pub(crate) const TRAVERSAL: [&str; 2] = ["traverse", "subpath"];

/// Where a route's traversal goes.
pub(crate) enum HowToTraverse {
    /// Along the parameter `traverse`, if there is one; else nowhere.
    Matchdict,
    /// Along a path that the parameters are put into.
    Pattern(Pattern),
}

impl DispatchedRoute {
    /// What the placeholders stand for, if the path matches. `values` are those that axum's router has found, if it found the
    /// route; those of routers around this one come first.
    pub(super) fn match_path(&self, path: &str, values: Option<&RawPathParams>) -> Option<Matchdict> {
        if self.needs_check {
            let found = self.pattern.matches(path)?;
            return Some(found.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
        }
        let values = || values.into_iter().flatten().map(|(_, value)| value);
        let foreign = values().count().saturating_sub(self.parameters.len());
        // A remainder that is empty is none to axum, and the last parameter.
        let values = values().skip(foreign).chain(std::iter::repeat(""));
        Some(self.parameters.iter().cloned().zip(values).collect())
    }

    /// Whether the values that axum's router has found are needed to know what the placeholders stand for.
    pub(super) fn needs_values(&self) -> bool {
        !self.needs_check && !self.parameters.is_empty()
    }

    /// Whether the route's predicates hold.
    pub(super) async fn admits(&self, request: &mut Request) -> Result<bool, Unprepared> {
        let preparation = Preparation::of(self.predicates.needs(), request).await?;
        Ok(self.predicates.holds(&preparation.subject(request)))
    }

    /// What is known of a request whose path matches.
    pub(super) fn attributes(&self, matchdict: Matchdict) -> Attributes {
        Attributes {
            matchdict,
            matched_route: self.name.clone(),
            pattern: Some(Arc::clone(&self.pattern)),
            ..Attributes::default()
        }
    }

    /// Whether it says something about traversal, so that even an application without a tree walks.
    pub(super) fn needs_root(&self) -> bool {
        matches!(self.traverse, HowToTraverse::Pattern(_))
            || self.parameters.iter().any(|parameter| TRAVERSAL.contains(&parameter.as_str()))
    }

    pub(super) fn traversal_path(&self, request: &Request) -> TraversalPath {
        let matchdict = request.matchdict();
        match &self.traverse {
            HowToTraverse::Matchdict => TraversalPath::from_matchdict(matchdict),
            HowToTraverse::Pattern(pattern) => TraversalPath::from_matchdict_by(pattern, matchdict),
        }
    }
}
