//! A resource and where it is.

use std::fmt;

use super::{AnyResource, Lineage};

/// A resource together with its [`Lineage`]: what Pyramid calls a location-aware resource.
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[resource]
/// struct Site;
///
/// let root = AnyResource::new(Site).into_root();
/// assert_eq!(root.name(), "");
/// assert!(root.parent().is_none());
/// ```
#[derive(Clone)]
pub struct Location(Lineage);

impl Location {
    /// The root of a tree.
    #[must_use]
    pub fn root(resource: AnyResource) -> Self {
        Self(Lineage::new(resource))
    }

    /// The resource.
    #[must_use]
    pub fn resource(&self) -> &AnyResource {
        self.0.context()
    }

    /// The name by which its parent knows it; empty for a root.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.names().next_back().unwrap_or_default()
    }

    /// Where the resource above it is. `None` for a root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.at(self.0.depth().checked_sub(1)?).map(Self)
    }

    /// The location of a child that is found already, under its name.
    #[must_use]
    pub fn child(&self, name: &str, child: impl Into<AnyResource>) -> Self {
        let mut lineage = self.0.clone();
        lineage.enter(name, child.into());
        Self(lineage)
    }

    /// The resource and all above it.
    #[must_use]
    pub fn lineage(&self) -> &Lineage {
        &self.0
    }

    /// The resource and all above it.
    #[must_use]
    pub fn into_lineage(self) -> Lineage {
        self.0
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({:?} at {:?})", self.resource(), super::resource_path(self, [""; 0]))
    }
}

impl From<Lineage> for Location {
    fn from(lineage: Lineage) -> Self {
        Self(lineage)
    }
}

impl From<&Lineage> for Location {
    fn from(lineage: &Lineage) -> Self {
        Self(lineage.clone())
    }
}

impl From<AnyResource> for Location {
    fn from(root: AnyResource) -> Self {
        Self::root(root)
    }
}

impl From<&AnyResource> for Location {
    fn from(root: &AnyResource) -> Self {
        Self::root(root.clone())
    }
}

impl From<&Location> for Location {
    fn from(location: &Location) -> Self {
        location.clone()
    }
}

/// Whether a resource is another one, or below it. Source: Pyramid's `pyramid.location.inside`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::is_inside;
///
/// #[resource]
/// struct Page;
///
/// let root = AnyResource::new(Page).into_root();
/// let child = root.child("about", Page);
/// assert!(is_inside(&child, root.resource()));
/// assert!(!is_inside(&root, child.resource()));
/// ```
#[must_use]
pub fn is_inside(location: &Location, ancestor: &AnyResource) -> bool {
    location.lineage().contains(ancestor)
}

/// The root of the tree in which a resource is. Source: Pyramid's `pyramid.traversal.find_root`.
#[must_use]
pub fn find_root(location: &Location) -> Location {
    Location::root(location.lineage().root().clone())
}
