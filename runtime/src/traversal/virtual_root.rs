//! A part of a tree that has a host of its own.

use super::path::owned;
use super::{UrlDecodeError, split_path_info};

/// The place of a tree that a proxy shows as the root of a host.
///
/// The path of a URL is looked up below it, and it is taken off from the URLs that are made, both by whole segments. The header
/// in which a proxy names it, `X-Vhm-Root`, is the client's to send where no proxy removes it: read it only if there is one.
///
/// Source: Pyramid's chapter "Virtual Hosting", section "Virtual Root Support". There the path may climb out of the virtual root
/// by `..`, and a virtual root `/doc` is taken off from `/docs` as well; here neither is so.
///
/// ```
/// use pyramidion::traversal::VirtualRoot;
///
/// let cms = VirtualRoot::from_header(b"/sites/cms").unwrap();
/// assert_eq!(cms.segments(), ["sites", "cms"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VirtualRoot(Vec<String>);

impl VirtualRoot {
    /// The value of the header, which is not percent-encoded.
    ///
    /// # Errors
    ///
    /// [`UrlDecodeError`] if it is not UTF-8.
    pub fn from_header(value: &[u8]) -> Result<Self, UrlDecodeError> {
        let path = str::from_utf8(value).map_err(|_| UrlDecodeError::new(String::from_utf8_lossy(value)))?;
        Ok(Self::from_path(path))
    }

    /// A path that is decoded already.
    #[must_use]
    pub fn from_path(path: &str) -> Self {
        Self(owned(split_path_info(path)))
    }

    pub(crate) fn from_segments(segments: Vec<String>) -> Self {
        Self(segments)
    }

    /// The names on the way from the root.
    #[must_use]
    pub fn segments(&self) -> &[String] {
        &self.0
    }
}
