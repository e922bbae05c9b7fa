//! A cache buster that asks a file, as bundlers write it, what its files are called now.

use std::collections::HashMap;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use std::{fs, io};

use super::{CacheBuster, CacheBusterError, StaticAsset};
use crate::request::Request;

/// What files are called now, by what the static view calls them: `css/main.css`.
pub type Manifest = HashMap<String, String>;

type Parse = fn(&[u8]) -> Result<Manifest, CacheBusterError>;

/// Takes the name of a file from a manifest, which a bundler writes: a JSON object such as
/// `{"css/main.css": "css/main-678b7c80.css"}`. A file that is not in it keeps its name.
///
/// The manifest is read once, when the application is put together, and has to be there, unless it is told to
/// [reload](Self::reload).
///
/// ```no_run
/// use pyramidion::prelude::*;
/// use pyramidion::static_view::ManifestCacheBuster;
///
/// fn app(config: Configurator) -> Configurator {
///     let buster = ManifestCacheBuster::new("static/manifest.json").reload(cfg!(debug_assertions));
///     config.add_static_view("static", "static").add_cache_buster("static", buster)
/// }
/// ```
///
/// Source: Pyramid's `ManifestCacheBuster`.
pub struct ManifestCacheBuster {
    path: PathBuf,
    reload: bool,
    parse: Parse,
    read: Mutex<Option<Read>>,
}

/// A manifest, and of when it is.
#[derive(Clone)]
struct Read {
    modified: Option<SystemTime>,
    manifest: Arc<Manifest>,
}

impl ManifestCacheBuster {
    /// With the manifest in this file. A relative path begins where the program was started.
    #[must_use]
    pub fn new(path: impl AsRef<Path>) -> Self {
        Self { path: path.as_ref().to_owned(), reload: false, parse: parse_json, read: Mutex::default() }
    }

    /// Whether the manifest is read again when it has changed, for which each URL asks the file system. As long as it is not there, no
    /// file is in it.
    #[must_use]
    pub fn reload(self, reload: bool) -> Self {
        Self { reload, ..self }
    }

    /// Reads manifests of another format: gives for each file what it is called now.
    ///
    /// Source: `parse_manifest` of Pyramid's class.
    #[must_use]
    pub fn parse_manifest(self, parse: fn(&[u8]) -> Result<Manifest, CacheBusterError>) -> Self {
        Self { parse, ..self }
    }

    fn manifest(&self) -> Result<Arc<Manifest>, CacheBusterError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(read) = read.as_ref().filter(|_| !self.reload) {
            return Ok(Arc::clone(&read.manifest));
        }
        let modified = match fs::metadata(&self.path) {
            Ok(metadata) => metadata.modified().ok(),
            Err(error) if self.reload && error.kind() == ErrorKind::NotFound => return Ok(Arc::default()),
            Err(error) => return Err(self.wrong(&error)),
        };
        if let Some(read) = read.as_ref().filter(|read| modified.is_some() && read.modified == modified) {
            return Ok(Arc::clone(&read.manifest));
        }
        let content = fs::read(&self.path).map_err(|error: io::Error| self.wrong(&error))?;
        let manifest = Arc::new((self.parse)(&content).map_err(|error| self.wrong(&error))?);
        *read = Some(Read { modified, manifest: Arc::clone(&manifest) });
        Ok(manifest)
    }

    fn wrong(&self, error: &dyn fmt::Display) -> CacheBusterError {
        format!("the manifest `{}` cannot be read: {error}", self.path.display()).into()
    }
}

impl CacheBuster for ManifestCacheBuster {
    fn bust(&self, _: &Request, asset: &mut StaticAsset<'_>) -> Result<(), CacheBusterError> {
        if let Some(subpath) = self.manifest()?.get(asset.subpath()) {
            asset.set_subpath(subpath);
        }
        Ok(())
    }

    fn prepare(&self) -> Result<(), CacheBusterError> {
        if self.reload { Ok(()) } else { self.manifest().map(drop) }
    }
}

impl fmt::Debug for ManifestCacheBuster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManifestCacheBuster")
            .field("path", &self.path)
            .field("reload", &self.reload)
            .finish_non_exhaustive()
    }
}

fn parse_json(content: &[u8]) -> Result<Manifest, CacheBusterError> {
    Ok(serde_json::from_slice(content)?)
}
