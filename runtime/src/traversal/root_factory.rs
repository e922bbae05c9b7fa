//! Where a tree begins.

use super::{AnyResource, Lookup, Resource, ResourceError, RootLookup};
use crate::request::Request;

/// Makes the root of the tree for a request.
///
/// The companion of a function under [`macro@root_factory`](crate::root_factory) is one. Source: Pyramid's chapter "Resources",
/// and `Configurator(root_factory=…)`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::{Lookup, RootFactory};
///
/// #[resource]
/// struct Site;
///
/// #[root_factory(mapper = inline)]
/// fn site() -> Site {
///     Site
/// }
///
/// let request = pyramidion::testing::TestRequest::get("/").build();
/// let Lookup::Ready(Ok(root)) = site {}.root(&request) else { unreachable!() };
/// assert!(root.is::<Site>());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no root factory",
    label = "no `RootFactory`",
    note = "write `#[root_factory]` above its function, and braces after its name here: `root {{}}`"
)]
pub trait RootFactory: Send + Sync + 'static {
    /// Whether it may refuse to make a root, as it does by an `Err`. One that never does is not called for requests of a route
    /// whose view, and whatever else looks at them, could not see its root; Pyramid calls it for each request.
    fn can_fail(&self) -> bool {
        true
    }

    /// Makes the root. It is called on the event loop, and so does nothing itself that takes time.
    fn root<'a>(&'a self, request: &'a Request) -> RootLookup<'a>;

    /// Makes the root on a thread of an executor, where [`root`](Self::root) says [`Lookup::Blocking`].
    ///
    /// # Errors
    ///
    /// Whatever keeps it from making one.
    fn blocking_root(&self, request: &Request) -> Result<AnyResource, ResourceError> {
        let _ = request;
        Err(ResourceError::without_function("blocking_root"))
    }
}

/// The root factory of an application that names none: its root has no children and no access control list.
///
/// Source: Pyramid's `pyramid.traversal.DefaultRootFactory`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultRootFactory;

impl RootFactory for DefaultRootFactory {
    fn can_fail(&self) -> bool {
        false
    }

    fn root<'a>(&'a self, _: &'a Request) -> RootLookup<'a> {
        Lookup::Ready(Ok(AnyResource::new(*self)))
    }
}

impl Resource for DefaultRootFactory {}
