//! From a path that the application made to the resource.

use super::path::split_path_info;
use super::walk::Walk;
use super::{
    Location, ResourceNotFound, TraversalError, TraversalPath, UrlDecodeError, decode_path_info, find_root, join_quoted,
};

/// A path to a resource: absolute if it begins with a slash (or, in names, with an empty one), else from where one is.
///
/// As a text it is percent-encoded, as [`resource_path`](super::resource_path) gives it; as a list of names it is not, as
/// [`resource_path_tuple`](super::resource_path_tuple) gives it.
pub trait ResourcePath {
    /// Whether it begins at the root, and the names.
    ///
    /// # Errors
    ///
    /// [`UrlDecodeError`] if it is not UTF-8.
    #[doc(hidden)]
    fn to_names(&self) -> Result<(bool, Vec<String>), UrlDecodeError>;
}

impl<P: ResourcePath + ?Sized> ResourcePath for &P {
    fn to_names(&self) -> Result<(bool, Vec<String>), UrlDecodeError> {
        (**self).to_names()
    }
}

impl ResourcePath for str {
    fn to_names(&self) -> Result<(bool, Vec<String>), UrlDecodeError> {
        let path = decode_path_info(self)?;
        Ok((self.starts_with('/'), split_path_info(&path).into_iter().map(str::to_owned).collect()))
    }
}

impl ResourcePath for String {
    fn to_names(&self) -> Result<(bool, Vec<String>), UrlDecodeError> {
        self.as_str().to_names()
    }
}

impl<S: AsRef<str>> ResourcePath for [S] {
    fn to_names(&self) -> Result<(bool, Vec<String>), UrlDecodeError> {
        let names = self.iter().map(AsRef::as_ref).filter(|name| !name.is_empty()).map(str::to_owned);
        Ok((self.first().is_some_and(|first| first.as_ref().is_empty()), names.collect()))
    }
}

impl<S: AsRef<str>, const N: usize> ResourcePath for [S; N] {
    fn to_names(&self) -> Result<(bool, Vec<String>), UrlDecodeError> {
        self.as_slice().to_names()
    }
}

impl<S: AsRef<str>> ResourcePath for Vec<S> {
    fn to_names(&self) -> Result<(bool, Vec<String>), UrlDecodeError> {
        self.as_slice().to_names()
    }
}

/// Finds the resource at a path, from a root or from any other resource.
///
/// # Errors
///
/// [`TraversalError::NotFound`] if there is none, [`TraversalError::Path`] if the path is not UTF-8; else as
/// [`traverse`](super::traverse()).
///
/// Source: Pyramid's `pyramid.traversal.find_resource`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::{find_resource, resource_path};
///
/// struct Folder;
///
/// #[resource(mapper = inline)]
/// impl Folder {
///     fn item(&self, name: &str) -> Option<Folder> {
///         name.starts_with('d').then_some(Folder)
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let docs = find_resource(AnyResource::new(Folder), "/docs").await.unwrap();
/// let deep = find_resource(&docs, ["deep"]).await.unwrap();
/// assert_eq!(resource_path(&deep, [""; 0]), "/docs/deep");
/// let error = find_resource(&deep, "/docs/leaf").await.unwrap_err();
/// assert!(error.to_string().starts_with("there is no resource at `/docs/leaf`"));
/// # }
/// ```
pub async fn find_resource(from: impl Into<Location>, path: impl ResourcePath) -> Result<Location, TraversalError> {
    let (is_absolute, names) = path.to_names()?;
    let from = from.into();
    let start = if is_absolute { find_root(&from) } else { from };
    let whole = start.lineage().names().chain(names.iter().map(String::as_str));
    let whole = format!("/{}", join_quoted(whole));
    let traversed = Walk::new(start, TraversalPath::from_segments(names)).finish().await?.into_traversed();
    if traversed.view_name.is_empty() {
        return Ok(traversed.lineage.into());
    }
    let above = traversed.context.as_resource().type_name();
    Err(ResourceNotFound { path: whole, name: traversed.view_name, above }.into())
}
