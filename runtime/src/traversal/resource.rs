//! What a tree is made of.

use std::any::{Any, TypeId, type_name};
use std::fmt;
use std::sync::Arc;

use super::lookup::{AclLookup, ItemLookup, Lookup};
use super::{Location, ResourceError};
use crate::acl::Acl;

/// An object of an application's tree, at which a path may end.
///
/// [`macro@resource`](crate::resource) writes the implementation; by hand it is written where the names of children are known
/// only at run time, or for a type without children: `impl Resource for Page {}`. Source: Pyramid's chapter "Resources"; `item`
/// is `__getitem__` there, and `acl` is `__acl__`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::{ItemLookup, Lookup};
///
/// /// Has each number as a child.
/// struct Numbers;
/// struct Number(u64);
///
/// impl Resource for Number {}
/// impl Resource for Numbers {
///     fn item<'a>(&'a self, name: &'a str) -> ItemLookup<'a> {
///         Lookup::Ready(Ok(name.parse().ok().map(Number).map(AnyResource::new)))
///     }
/// }
///
/// let Lookup::Ready(Ok(Some(seven))) = Numbers.item("7") else { unreachable!() };
/// assert_eq!(seven.downcast::<Number>().unwrap().0, 7);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no resource",
    label = "no `Resource`",
    note = "write `#[resource]` above its struct, or above an `impl` block with `async fn item(&self, name: &str)` for its children"
)]
pub trait Resource: Any + Send + Sync {
    /// Looks up a child by its name. Without children, which is the default, nothing is found.
    ///
    /// It is called on the event loop, and may be called more than once for one look-up, so it does nothing itself that takes
    /// time: it gives a coroutine, or says that [`blocking_item`](Self::blocking_item) is to be called in an executor.
    fn item<'a>(&'a self, name: &'a str) -> ItemLookup<'a> {
        let _ = name;
        Lookup::Ready(Ok(None))
    }

    /// Looks up a child on a thread of an executor, where [`item`](Self::item) says [`Lookup::Blocking`].
    ///
    /// # Errors
    ///
    /// Whatever keeps it from looking; that there is no such child is `Ok(None)`.
    fn blocking_item(&self, name: &str) -> Result<Option<AnyResource>, ResourceError> {
        let _ = name;
        Err(ResourceError::without_function("blocking_item"))
    }

    /// Who may do what with this resource and with all below it. None, which is the default, leaves that to those above.
    fn acl(&self) -> AclLookup<'_> {
        Lookup::Ready(Ok(None))
    }

    /// The same on a thread of an executor, where [`acl`](Self::acl) says [`Lookup::Blocking`].
    ///
    /// # Errors
    ///
    /// Whatever keeps it from knowing.
    fn blocking_acl(&self) -> Result<Option<Acl>, ResourceError> {
        Err(ResourceError::without_function("blocking_acl"))
    }

    /// The name of the type, for messages.
    fn type_name(&self) -> &'static str {
        type_name::<Self>()
    }
}

/// A resource of any type. A clone is the same resource.
///
/// ```
/// use std::sync::Arc;
/// use pyramidion::prelude::*;
///
/// #[resource]
/// struct Page { title: &'static str }
///
/// let any: AnyResource = Page { title: "About" }.into();
/// assert!(any.is::<Page>());
/// let page: Arc<Page> = any.downcast().unwrap();
/// assert_eq!(page.title, "About");
/// assert!(any.is_same(&page.into()));
/// ```
#[derive(Clone)]
pub struct AnyResource(Arc<dyn Resource>);

impl AnyResource {
    /// Takes a resource whose type is not needed for now.
    #[must_use]
    pub fn new(resource: impl Resource) -> Self {
        Self(Arc::new(resource))
    }

    /// Whether it is a `T`.
    #[must_use]
    pub fn is<T: Resource>(&self) -> bool {
        (*self.0).type_id() == TypeId::of::<T>()
    }

    /// The resource as a `T`, if it is one.
    #[must_use]
    pub fn downcast<T: Resource>(&self) -> Option<Arc<T>> {
        let any: Arc<dyn Any + Send + Sync> = Arc::clone(&self.0) as _;
        any.downcast().ok()
    }

    /// The resource as a `T`, if it is one, borrowed.
    #[must_use]
    pub fn downcast_ref<T: Resource>(&self) -> Option<&T> {
        (&*self.0 as &dyn Any).downcast_ref()
    }

    /// Whether both are one object; two that are equal need not be.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The resource itself.
    #[must_use]
    pub fn as_resource(&self) -> &dyn Resource {
        &*self.0
    }

    /// The resource at the root of a tree of its own, where paths begin.
    #[must_use]
    pub fn into_root(self) -> Location {
        Location::root(self)
    }
}

impl fmt::Debug for AnyResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnyResource({})", self.0.type_name())
    }
}

#[diagnostic::do_not_recommend]
impl<R: Resource> From<R> for AnyResource {
    fn from(resource: R) -> Self {
        Self::new(resource)
    }
}

impl<R: Resource> From<Arc<R>> for AnyResource {
    fn from(resource: Arc<R>) -> Self {
        Self(resource)
    }
}

impl<R: Resource> From<&Arc<R>> for AnyResource {
    fn from(resource: &Arc<R>) -> Self {
        Self(Arc::clone(resource) as _)
    }
}

impl From<Arc<dyn Resource>> for AnyResource {
    fn from(resource: Arc<dyn Resource>) -> Self {
        Self(resource)
    }
}

impl From<&AnyResource> for AnyResource {
    fn from(resource: &AnyResource) -> Self {
        resource.clone()
    }
}
