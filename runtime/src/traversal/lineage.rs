//! The way from the root to a resource.

use std::fmt;
use std::sync::Arc;

use super::{AnyResource, Resource};

/// The resources from a context up to its root, each with the name by which it was found.
///
/// The walk keeps it, so resources need not know their parents. Source: Pyramid's `pyramid.location.lineage`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::find_resource;
///
/// #[derive(Clone)]
/// struct Folder;
///
/// #[resource(mapper = inline)]
/// impl Folder {
///     fn item(&self, _: &str) -> Option<Folder> {
///         Some(Folder)
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let leaf = find_resource(AnyResource::new(Folder), "/docs/leaf").await.unwrap();
/// let names: Vec<_> = leaf.lineage().iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["leaf", "docs", ""]);
/// # }
/// ```
#[derive(Clone)]
pub struct Lineage {
    root: AnyResource,
    /// Below the root, the uppermost first.
    below: Vec<(Arc<str>, AnyResource)>,
}

impl Lineage {
    pub(super) fn new(root: AnyResource) -> Self {
        Self { root, below: Vec::new() }
    }

    pub(super) fn enter(&mut self, name: &str, child: AnyResource) {
        self.below.push((name.into(), child));
    }

    /// The lineage of the resource so many names below the root, if it is that long.
    pub(crate) fn at(&self, depth: usize) -> Option<Self> {
        let below = self.below.get(..depth)?.to_vec();
        Some(Self { root: self.root.clone(), below })
    }

    /// How many names there are from the root to the context.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.below.len()
    }

    /// The resource whose lineage this is.
    #[must_use]
    pub fn context(&self) -> &AnyResource {
        self.below.last().map_or(&self.root, |(_, resource)| resource)
    }

    /// The uppermost resource.
    #[must_use]
    pub fn root(&self) -> &AnyResource {
        &self.root
    }

    /// The resources with their names, from the context up to the root, whose name is empty.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &AnyResource)> {
        let below = self.below.iter().rev().map(|(name, resource)| (&**name, resource));
        below.chain([("", &self.root)])
    }

    /// The names from the root down to the context, without the root's.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator {
        self.below.iter().map(|(name, _)| &**name)
    }

    /// The first resource that is a `T`, from the context up to the root.
    ///
    /// Source: Pyramid's `pyramid.traversal.find_interface`.
    #[must_use]
    pub fn find<T: Resource>(&self) -> Option<Arc<T>> {
        self.iter().find_map(|(_, resource)| resource.downcast())
    }

    /// Whether a resource is in it, by its identity.
    #[must_use]
    pub fn contains(&self, resource: &AnyResource) -> bool {
        self.iter().any(|(_, own)| own.is_same(resource))
    }
}

impl fmt::Debug for Lineage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
