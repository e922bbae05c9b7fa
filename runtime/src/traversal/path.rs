//! From the path of a URL to the names that are looked up.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use pyramidion_patterns::Pattern;

use super::{UrlDecodeError, VirtualRoot};
use crate::request::Matchdict;

/// Takes a decoded path apart at its slashes. Empty segments and `.` are dropped, and `..` takes the segment before it along, but
/// never leaves the path.
///
/// Source: Pyramid's `pyramid.traversal.split_path_info`.
///
/// ```
/// use pyramidion::traversal::split_path_info;
///
/// assert_eq!(split_path_info("/docs//./deep/../leaf/"), ["docs", "leaf"]);
/// assert_eq!(split_path_info("../../etc"), ["etc"]);
/// ```
#[must_use]
pub fn split_path_info(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    segments
}

/// Decodes the path of a URL, once, so that a `%2F` separates segments as a slash does.
///
/// # Errors
///
/// [`UrlDecodeError`] if it is not UTF-8. Source: RFC 3986, section 2.1; Pyramid's `pyramid.traversal.traversal_path`.
///
/// ```
/// use pyramidion::traversal::decode_path_info;
///
/// assert_eq!(decode_path_info("/caf%C3%A9+bar").unwrap(), "/café+bar");
/// assert!(decode_path_info("/caf%E9").is_err());
/// ```
pub fn decode_path_info(path: &str) -> Result<Cow<'_, str>, UrlDecodeError> {
    percent_decode_str(path).decode_utf8().map_err(|_| UrlDecodeError::new(path))
}

/// What a walk looks up, one name after the other.
///
/// ```
/// use pyramidion::request::Matchdict;
/// use pyramidion::traversal::{TraversalPath, VirtualRoot};
///
/// let of_url = TraversalPath::from_url_path("/docs/a%20b/../edit").unwrap();
/// assert_eq!(of_url.segments(), ["docs", "edit"]);
///
/// let matchdict: Matchdict = [("traverse", "docs/edit"), ("subpath", "x/y")].into_iter().collect();
/// assert_eq!(TraversalPath::from_matchdict(&matchdict).segments(), of_url.segments());
///
/// let under = of_url.under(&VirtualRoot::from_path("/cms"));
/// assert_eq!(under.segments(), ["cms", "docs", "edit"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraversalPath {
    segments: Vec<String>,
    /// How many of the segments are the virtual root's.
    virtual_root: usize,
    /// What a route says is left when the walk reaches the end.
    subpath: Vec<String>,
}

impl TraversalPath {
    /// The path of a request's URL, percent-encoded as it came: for a request that no route matches.
    ///
    /// # Errors
    ///
    /// [`UrlDecodeError`] if it is not UTF-8; the answer to that is a 400.
    pub fn from_url_path(path: &str) -> Result<Self, UrlDecodeError> {
        Ok(Self::from_path_info(&decode_path_info(path)?))
    }

    /// A path that is decoded already.
    #[must_use]
    pub fn from_path_info(path: &str) -> Self {
        Self { segments: owned(split_path_info(path)), ..Self::default() }
    }

    /// Names as they are, which may hold slashes.
    pub fn from_segments<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self { segments: segments.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// What a route that matched says: the walk goes along its `traverse`, and its `subpath` is the rest. Without `traverse` the
    /// walk ends where it begins, and the root is the context.
    #[must_use]
    pub fn from_matchdict(matchdict: &Matchdict) -> Self {
        let segments = |name| matchdict.get(name).map(split_path_info).map(owned).unwrap_or_default();
        Self { segments: segments("traverse"), virtual_root: 0, subpath: segments("subpath") }
    }

    /// As [`from_matchdict`](Self::from_matchdict), along a path of the route's own, into which the parameters are put.
    pub(crate) fn from_matchdict_by(pattern: &Pattern, matchdict: &Matchdict) -> Self {
        let segments = pattern.generate(matchdict.iter()).ok();
        let segments = segments.as_deref().and_then(|path| decode_path_info(path).ok());
        let segments = segments.as_deref().map(split_path_info).map(owned).unwrap_or_default();
        Self { segments, ..Self::from_matchdict(matchdict) }
    }

    /// The same below a virtual root, which no `..` leaves: Pyramid's does.
    #[must_use]
    pub fn under(mut self, virtual_root: &VirtualRoot) -> Self {
        self.segments.splice(0..0, virtual_root.segments().iter().cloned());
        self.virtual_root += virtual_root.segments().len();
        self
    }

    /// The names, those of the virtual root first.
    #[must_use]
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    pub(super) fn virtual_root(&self) -> &[String] {
        &self.segments[..self.virtual_root]
    }

    /// The names, and what a route says is left at the end.
    pub(super) fn into_segments(self) -> (Vec<String>, Vec<String>) {
        (self.segments, self.subpath)
    }
}

pub(super) fn owned(segments: Vec<&str>) -> Vec<String> {
    segments.into_iter().map(str::to_owned).collect()
}
