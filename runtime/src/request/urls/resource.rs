//! URLs of resources.

use std::fmt::Display;

use super::query::Query;
use super::{UrlBuilder, UrlError, UrlTarget};
use crate::request::Request;
use crate::traversal::{Location, VirtualRoot, resource_url_path};

/// The resource.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct ResourceTarget(Location);

/// The URL of a resource on its way.
pub type ResourceUrl<'r> = UrlBuilder<'r, ResourceTarget>;

impl UrlTarget for ResourceTarget {
    fn path_in_application(&self, request: &Request, _: &mut Query) -> Result<String, UrlError> {
        Ok(resource_url_path(&self.0, &virtual_root(request), [""; 0]))
    }
}

pub(super) fn virtual_root(request: &Request) -> VirtualRoot {
    let names = request.traversed().map(|traversed| traversed.virtual_root_path.clone());
    VirtualRoot::from_segments(names.unwrap_or_default())
}

impl Request {
    /// Starts the URL of a resource: the names on the way to it from its root, and a slash. The virtual root of the request is
    /// taken off from it.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::testing::TestRequest;
    ///
    /// #[resource]
    /// struct Page;
    ///
    /// let page = AnyResource::new(Page).into_root().child("a b", Page);
    /// let request = TestRequest::get("/").header("host", "localhost:6543").build();
    /// assert_eq!(request.resource(&page).url().unwrap(), "http://localhost:6543/a%20b/");
    /// assert_eq!(request.resource(&page).elements(["edit"]).anchor("top").path().unwrap(), "/a%20b/edit#top");
    /// ```
    ///
    /// Source: Pyramid's `request.resource_url` and `request.resource_path`.
    pub fn resource(&self, location: impl Into<Location>) -> ResourceUrl<'_> {
        UrlBuilder::new(self, ResourceTarget(location.into()))
    }

    /// The path of a resource, and elements below it.
    ///
    /// # Errors
    ///
    /// As [`UrlBuilder::path`].
    pub fn resource_path<E: Display>(
        &self,
        location: impl Into<Location>,
        elements: impl IntoIterator<Item = E>,
    ) -> Result<String, UrlError> {
        self.resource(location).elements(elements).path()
    }

    /// The URL of a resource, and elements below it.
    ///
    /// # Errors
    ///
    /// As [`UrlBuilder::url`].
    pub fn resource_url<E: Display>(
        &self,
        location: impl Into<Location>,
        elements: impl IntoIterator<Item = E>,
    ) -> Result<String, UrlError> {
        self.resource(location).elements(elements).url()
    }
}
