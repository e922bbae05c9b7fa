//! What the configuration was told to do, before it is known whether it all fits together.

use std::sync::Arc;

use pyramidion_patterns::Pattern;

use super::route_options::RouteOptions;
use crate::view::definition::{SourceLocation, ViewDefinition};

/// The includes on the way to an action, the outermost first; each include has a number of its own.
pub(crate) type IncludePath = Arc<[usize]>;

#[derive(Clone)]
pub(crate) struct RouteAction {
    pub(crate) name: String,
    pub(crate) pattern: Pattern,
    pub(crate) options: RouteOptions,
    pub(crate) location: SourceLocation,
    pub(crate) includes: IncludePath,
}

#[derive(Clone)]
pub(crate) struct ViewAction {
    pub(crate) view: &'static ViewDefinition,
    /// The prefix of the includes around it, which goes before a path of its own.
    pub(crate) prefix: Option<String>,
    pub(crate) includes: IncludePath,
}

/// An action that others may be in conflict with.
pub(crate) trait Action {
    fn includes(&self) -> &[usize];
}

impl Action for RouteAction {
    fn includes(&self) -> &[usize] {
        &self.includes
    }
}

impl Action for ViewAction {
    fn includes(&self) -> &[usize] {
        &self.includes
    }
}

/// Sorts out actions that are about the same thing: an application overrides what it includes.
///
/// The action with an include path that all others start with wins, as in Pyramid. Gives the winner, or else all that are
/// in conflict.
pub(crate) fn resolve<A: Action>(mut same: Vec<A>) -> Result<A, Vec<A>> {
    let shortest = (0..same.len()).min_by_key(|index| same[*index].includes().len()).unwrap_or_default();
    let winner = same[shortest].includes();
    let overrides = |(index, other): (usize, &A)| {
        index == shortest || (other.includes().len() > winner.len() && other.includes().starts_with(winner))
    };
    if same.iter().enumerate().all(overrides) { Ok(same.swap_remove(shortest)) } else { Err(same) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(includes: &[usize]) -> RouteAction {
        RouteAction {
            name: "home".into(),
            pattern: Pattern::parse("/").unwrap(),
            options: RouteOptions::default(),
            location: SourceLocation::caller(),
            includes: includes.into(),
        }
    }

    #[test]
    fn the_application_overrides_what_it_includes() {
        let (a, b) = (1, 2);
        assert!(resolve(vec![route(&[a]), route(&[])]).is_ok_and(|winner| winner.includes.is_empty()));
        assert!(resolve(vec![route(&[a, b]), route(&[a])]).is_ok());
        assert!(resolve(vec![route(&[a]), route(&[b])]).is_err());
        assert!(resolve(vec![route(&[]), route(&[])]).is_err());
        assert!(resolve(vec![route(&[a]), route(&[b]), route(&[])]).is_ok());
    }
}
