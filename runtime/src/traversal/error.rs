//! What goes wrong on the way.

use std::error::Error;
use std::fmt;

use axum::response::{IntoResponse, Response};
use sync_wrapper::SyncWrapper;

use super::AnyResource;
use crate::executor::ExecutorError;
use crate::httpexceptions::{HttpBadRequest, HttpException};

/// What a resource failed with. Any standard error turns into it, which is what `?` does.
pub struct ResourceError(Box<dyn Error + Send + Sync>);

impl ResourceError {
    /// The error itself.
    #[must_use]
    pub fn into_inner(self) -> Box<dyn Error + Send + Sync> {
        self.0
    }

    /// Of an answer [`Lookup::Blocking`](super::Lookup::Blocking) without the function that blocks.
    pub(super) fn without_function(function: &str) -> Self {
        let text = format!(
            "the answer was to come from `{function}`, which is not there\n\
             help: write `fn {function}` in the `impl`, or give another `Lookup` than `Lookup::Blocking`"
        );
        Self(text.into())
    }
}

#[diagnostic::do_not_recommend]
impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for ResourceError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Debug for ResourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for ResourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a path came to no end. That nothing is found is no error of [`traverse`](super::traverse()), but how it ends.
#[derive(Debug)]
#[non_exhaustive]
pub enum TraversalError {
    /// A resource on the way failed.
    Resource(ResourceFailure),
    /// A resource on the way blocks, and its executor refused it.
    Executor(ExecutorRefusal),
    /// The path is no text.
    Path(UrlDecodeError),
    /// There is no resource at the path: an error of [`find_resource`](super::find_resource) only.
    NotFound(ResourceNotFound),
}

impl fmt::Display for TraversalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TraversalError::Resource(failure) => failure.fmt(f),
            TraversalError::Executor(refusal) => refusal.fmt(f),
            TraversalError::Path(error) => error.fmt(f),
            TraversalError::NotFound(error) => error.fmt(f),
        }
    }
}

impl Error for TraversalError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            TraversalError::Resource(failure) => failure.source(),
            TraversalError::Executor(_) | TraversalError::Path(_) | TraversalError::NotFound(_) => None,
        }
    }
}

impl From<ResourceFailure> for TraversalError {
    fn from(failure: ResourceFailure) -> Self {
        TraversalError::Resource(failure)
    }
}

impl From<ExecutorRefusal> for TraversalError {
    fn from(refusal: ExecutorRefusal) -> Self {
        TraversalError::Executor(refusal)
    }
}

impl From<UrlDecodeError> for TraversalError {
    fn from(error: UrlDecodeError) -> Self {
        TraversalError::Path(error)
    }
}

impl From<ResourceNotFound> for TraversalError {
    fn from(error: ResourceNotFound) -> Self {
        TraversalError::NotFound(error)
    }
}

/// A resource failed. Its [`source`](Error::source) is the resource's own error.
#[derive(Debug)]
pub struct ResourceFailure {
    resource: &'static str,
    asked: String,
    error: ResourceError,
}

impl ResourceFailure {
    /// `asked`: what the resource was asked for, as its function is written, `item("emma")`.
    pub(super) fn new(resource: &AnyResource, asked: impl Into<String>, error: ResourceError) -> Self {
        Self { resource: resource.as_resource().type_name(), asked: asked.into(), error }
    }

    /// The name of the resource's type.
    #[must_use]
    pub fn resource(&self) -> &'static str {
        self.resource
    }

    /// What the resource failed with.
    #[must_use]
    pub fn into_error(self) -> ResourceError {
        self.error
    }
}

impl fmt::Display for ResourceFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the resource `{}` failed when asked for its {}", self.resource, self.asked)
    }
}

impl Error for ResourceFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.error.0)
    }
}

/// An executor did not run what a resource needs a thread for: the [`ExecutorError`], which is never a panic's.
pub struct ExecutorRefusal {
    text: String,
    error: SyncWrapper<ExecutorError>,
}

impl ExecutorRefusal {
    pub(super) fn new(error: ExecutorError) -> Self {
        Self { text: error.to_string(), error: SyncWrapper::new(error) }
    }

    /// The executor's error.
    #[must_use]
    pub fn into_inner(self) -> ExecutorError {
        self.error.into_inner()
    }
}

impl fmt::Debug for ExecutorRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ExecutorRefusal").field(&self.text).finish()
    }
}

impl fmt::Display for ExecutorRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for ExecutorRefusal {}

/// Bytes of a path that are not UTF-8. As a response, a 400.
///
/// Source: Pyramid's `pyramid.exceptions.URLDecodeError`; RFC 3986, section 2.5, for the encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlDecodeError {
    path: String,
}

impl UrlDecodeError {
    pub(super) fn new(path: impl Into<String>) -> Self {
        Self { path: path.into() }
    }
}

impl fmt::Display for UrlDecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the path `{}` is not UTF-8\nhelp: percent-encode the bytes of its UTF-8 form",
            self.path.escape_debug()
        )
    }
}

impl Error for UrlDecodeError {}

impl From<UrlDecodeError> for HttpException {
    fn from(_: UrlDecodeError) -> Self {
        HttpBadRequest::new().detail("The path is not UTF-8.").into()
    }
}

impl IntoResponse for UrlDecodeError {
    fn into_response(self) -> Response {
        HttpException::from(self).into_response()
    }
}

/// No resource is at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceNotFound {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) above: &'static str,
}

impl fmt::Display for ResourceNotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, name, above } = self;
        write!(
            f,
            "there is no resource at `{path}`: the `{above}` on the way there has no child `{name}`\n\
             help: ask for a path that `resource_path` gave; the `item` of `{above}` decides what is there"
        )
    }
}

impl Error for ResourceNotFound {}

/// Errors cross threads, and go into boxes that do.
const _: fn() = || {
    fn is_shared<T: Send + Sync>() {}
    let _ = is_shared::<TraversalError>;
};
