//! Cache busters: URLs of static files that change with the files.
//!
//! Source: Pyramid's documentation, "Static Assets", "Cache Busting", and `pyramid.static`.

mod content_hash;
mod manifest;
mod query_string;
mod registered;

use std::error::Error;
use std::path::Path;

pub use self::content_hash::ContentHash;
pub use self::manifest::{Manifest, ManifestCacheBuster};
pub use self::query_string::{QueryStringCacheBuster, QueryStringConstantCacheBuster, Tokenize};
pub(crate) use self::registered::CacheBusters;
use crate::request::Request;

/// Why a cache buster cannot say how the URL of a file is.
pub type CacheBusterError = Box<dyn Error + Send + Sync>;

/// Changes the URLs of static files, so that no cache gives an old file for a new one:
/// [`add_cache_buster`](crate::Configurator::add_cache_buster).
///
/// ```
/// use pyramidion::Request;
/// use pyramidion::static_view::{CacheBuster, CacheBusterError, StaticAsset};
///
/// /// `css/app.css` is published as `css/app.min.css`.
/// struct Minified;
///
/// impl CacheBuster for Minified {
///     fn bust(&self, _: &Request, asset: &mut StaticAsset<'_>) -> Result<(), CacheBusterError> {
///         if let Some(stem) = asset.subpath().strip_suffix(".css") {
///             let minified = format!("{stem}.min.css");
///             asset.set_subpath(minified);
///         }
///         Ok(())
///     }
/// }
/// ```
///
/// Source: Pyramid's `ICacheBuster`.
pub trait CacheBuster: Send + Sync + 'static {
    /// Changes what the URL of `asset` will be. It is called where the URL is made, which may be on the event loop, so it should not
    /// block for long.
    ///
    /// # Errors
    ///
    /// What it fails with, fails the URL: [`UrlError`](crate::UrlError).
    fn bust(&self, request: &Request, asset: &mut StaticAsset<'_>) -> Result<(), CacheBusterError>;

    /// Looks whether it will be able to, once, when the application is put together.
    ///
    /// # Errors
    ///
    /// What it fails with, is a problem of the configuration.
    fn prepare(&self) -> Result<(), CacheBusterError> {
        Ok(())
    }
}

/// A static file whose URL is being made.
#[derive(Debug)]
pub struct StaticAsset<'a> {
    file: &'a Path,
    subpath: String,
    query: Vec<(String, String)>,
}

impl<'a> StaticAsset<'a> {
    pub(crate) fn new(file: &'a Path, subpath: &str) -> Self {
        Self { file, subpath: subpath.to_owned(), query: Vec::new() }
    }

    /// Where the file is on the disk: Pyramid's `pathspec`. Nobody has looked whether it is there.
    #[must_use]
    pub fn file(&self) -> &'a Path {
        self.file
    }

    /// What the static view calls the file, `css/app.css`, not quoted.
    #[must_use]
    pub fn subpath(&self) -> &str {
        &self.subpath
    }

    /// Has the URL lead to another file of the static view.
    pub fn set_subpath(&mut self, subpath: impl Into<String>) {
        self.subpath = subpath.into();
    }

    /// Adds a parameter to the URL's query.
    pub fn add_parameter(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.query.push((name.into(), value.into()));
    }

    pub(crate) fn into_parts(self) -> (String, Vec<(String, String)>) {
        (self.subpath, self.query)
    }
}
