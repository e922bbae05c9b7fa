//! From a resource to its path.

use pyramidion_patterns::url::{quote_segment, with_elements};

use super::{Location, VirtualRoot};

/// The path of a resource in its tree, percent-encoded, and further elements below it. That of a root is `/`.
///
/// [`find_resource`](super::find_resource) is the way back. Source: Pyramid's `pyramid.traversal.resource_path`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::resource_path;
///
/// #[resource]
/// struct Page;
///
/// let page = AnyResource::new(Page).into_root().child("a b", Page);
/// assert_eq!(resource_path(&page, ["edit", "x/y"]), "/a%20b/edit/x%2Fy");
/// ```
#[must_use]
pub fn resource_path<S: AsRef<str>>(location: &Location, elements: impl IntoIterator<Item = S>) -> String {
    let path = join_quoted(resource_path_tuple(location, elements));
    if path.is_empty() { "/".to_owned() } else { path }
}

/// The same as a list of names, the empty name of the root first.
///
/// Source: Pyramid's `pyramid.traversal.resource_path_tuple`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::resource_path_tuple;
///
/// #[resource]
/// struct Page;
///
/// let page = AnyResource::new(Page).into_root().child("a b", Page);
/// assert_eq!(resource_path_tuple(&page, ["edit"]), ["", "a b", "edit"]);
/// ```
#[must_use]
pub fn resource_path_tuple<S: AsRef<str>>(location: &Location, elements: impl IntoIterator<Item = S>) -> Vec<String> {
    let names = location.lineage().names().map(str::to_owned);
    let elements = elements.into_iter().map(|element| element.as_ref().to_owned());
    [String::new()].into_iter().chain(names).chain(elements).collect()
}

/// The path of a resource's URL: with a slash at its end, elements after that, and without the virtual root above it.
///
/// Source: Pyramid's `Request.resource_path` and `pyramid.traversal.ResourceURL`, which takes the virtual root off as a text, so
/// that `/doc` leaves `s/` of `/docs/`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::{VirtualRoot, resource_url_path};
///
/// #[resource]
/// struct Page;
///
/// let page = AnyResource::new(Page).into_root().child("cms", Page).child("about", Page);
/// assert_eq!(resource_url_path(&page, &VirtualRoot::default(), ["edit"]), "/cms/about/edit");
/// assert_eq!(resource_url_path(&page, &VirtualRoot::from_path("/cms"), [""; 0]), "/about/");
/// ```
#[must_use]
pub fn resource_url_path<S: AsRef<str>>(
    location: &Location,
    virtual_root: &VirtualRoot,
    elements: impl IntoIterator<Item = S>,
) -> String {
    let mut path = String::from("/");
    for name in names_in_url(location, virtual_root) {
        path.push_str(&quote_segment(name));
        path.push('/');
    }
    with_elements(&path, elements)
}

/// The names on the way to a resource, without those of the virtual root above it.
pub(crate) fn names_in_url<'l>(location: &'l Location, virtual_root: &VirtualRoot) -> Vec<&'l str> {
    let mut names: Vec<_> = location.lineage().names().collect();
    if names.starts_with(&virtual_root.segments().iter().map(String::as_str).collect::<Vec<_>>()) {
        names.drain(..virtual_root.segments().len());
    }
    names
}

/// Names as one path: a slash before each but the first.
pub(super) fn join_quoted<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let quoted: Vec<_> = names.into_iter().map(|name| quote_segment(name.as_ref())).collect();
    quoted.join("/")
}
