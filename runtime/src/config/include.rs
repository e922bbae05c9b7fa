//! Parts of an application, each with a function that configures it: Pyramid's `include`.

use std::any::{Any, TypeId};
use std::collections::HashSet;

use pyramidion_patterns::Pattern;

use super::action::IncludePath;
use super::configurator::Configurator;
use crate::view::definition::SourceLocation;

/// What has been included, and what is being included.
#[derive(Default)]
pub(super) struct Includes {
    /// The numbers of the includes that are being carried out.
    on_the_way: Vec<usize>,
    last: usize,
    included: HashSet<(PartIdentity, Option<String>)>,
}

impl Includes {
    pub(super) fn path(&self) -> IncludePath {
        self.on_the_way.as_slice().into()
    }
}

/// Tells one part of an application from another: by its type, and for a pointer to a function by its address.
type PartIdentity = (TypeId, usize);

/// Nothing for a closure that holds values: two of one type may hold different ones, and then are different parts.
fn identity<F: 'static>(part: &F) -> Option<PartIdentity> {
    let pointer = (part as &dyn Any).downcast_ref::<fn(Configurator) -> Configurator>();
    match pointer {
        Some(pointer) => Some((part.type_id(), *pointer as usize)),
        None => (size_of::<F>() == 0).then(|| (part.type_id(), 0)),
    }
}

impl Configurator {
    /// Includes the configuration of a part of the application. A function that is included twice is included once; what
    /// the including configuration says itself overrides what it includes.
    pub fn include<F>(self, part: F) -> Self
    where
        F: FnOnce(Self) -> Self + 'static,
    {
        self.include_at(part, None)
    }

    /// Includes a part of the application with `prefix` before the patterns of its routes: `/admin`.
    #[track_caller]
    pub fn include_with_prefix<F>(mut self, prefix: &str, part: F) -> Self
    where
        F: FnOnce(Self) -> Self + 'static,
    {
        if let Err(error) = Pattern::parse(prefix) {
            self.problem(format!("the prefix `{prefix}` is wrong: {error}"), SourceLocation::caller());
            return self;
        }
        let outer = self.prefix.as_deref().unwrap_or_default().trim_end_matches('/');
        let prefix = format!("{outer}/{}", prefix.trim_start_matches('/'));
        self.include_at(part, Some(prefix))
    }

    fn include_at<F>(mut self, part: F, prefix: Option<String>) -> Self
    where
        F: FnOnce(Self) -> Self + 'static,
    {
        let prefix = prefix.or_else(|| self.prefix.clone());
        if identity(&part).is_some_and(|part| !self.includes.included.insert((part, prefix.clone()))) {
            return self;
        }
        let outer = std::mem::replace(&mut self.prefix, prefix);
        self.includes.last += 1;
        self.includes.on_the_way.push(self.includes.last);
        let mut after = part(self);
        after.includes.on_the_way.pop();
        after.prefix = outer;
        after
    }
}
