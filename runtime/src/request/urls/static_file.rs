//! URLs of the files of static views.

use pyramidion_patterns::url::quote_path;

use super::error::Reason;
use super::query::Query;
use super::route::application;
use super::{UrlBuilder, UrlError, UrlTarget};
use crate::request::Request;
use crate::static_view::{CacheBusters, NamedStaticView, StaticAsset};

/// A file of a static view.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct StaticTarget<'r> {
    view: &'r str,
    file: &'r str,
}

/// The URL of a static file on its way.
pub type StaticUrl<'r> = UrlBuilder<'r, StaticTarget<'r>>;

impl UrlTarget for StaticTarget<'_> {
    fn path_in_application(&self, request: &Request, query: &mut Query) -> Result<String, UrlError> {
        let views = &application(request)?.static_views;
        let view = match views.get(self.view).as_slice() {
            [] => return Err(UrlError::unknown_static_view(self.view, views.names())),
            [view] => *view,
            several => {
                let names = several.iter().map(|view| view.prefix.text().trim_matches('/').to_owned()).collect();
                return Err(Reason::AmbiguousStaticView { name: self.view.to_owned(), names }.into());
            }
        };
        let prefix = view.prefix.generate(request.matchdict().iter())?;
        let subpath = self.file.trim_start_matches('/');
        let busted = busted(view, &views.cache_busters, subpath, request, query)?;
        Ok(format!("{}/{}", prefix.trim_end_matches('/'), quote_path(busted.as_deref().unwrap_or(subpath))))
    }
}

/// What the file's cache buster makes of its name and of the query, if there is one.
fn busted(
    view: &NamedStaticView,
    busters: &CacheBusters,
    subpath: &str,
    request: &Request,
    query: &mut Query,
) -> Result<Option<String>, UrlError> {
    let Some(file) = view.file(subpath) else { return Ok(None) };
    let Some(buster) = busters.get(&file) else { return Ok(None) };
    let mut asset = StaticAsset::new(&file, subpath);
    buster.bust(request, &mut asset).map_err(|error| UrlError::cache_buster(&file, error))?;
    let (subpath, parameters) = asset.into_parts();
    for (name, value) in parameters {
        query.add(&name, &value, request)?;
    }
    Ok(Some(subpath))
}

impl Request {
    /// Starts the URL of a file of a static view. Whether the file is there is not looked up, unless a
    /// [cache buster](crate::Configurator::add_cache_buster) of its directory does.
    ///
    /// The view is named as [`add_static_view`](crate::Configurator::add_static_view) was told, or, where several parts of the
    /// application have one of that name, with its prefix: `admin/static`.
    ///
    /// Source: Pyramid's `request.static_url` and `request.static_path`, which name the file by an asset specification.
    pub fn static_file<'r>(&'r self, view: &'r str, file: &'r str) -> StaticUrl<'r> {
        UrlBuilder::new(self, StaticTarget { view, file })
    }

    /// The path of a file of a static view: `request.static_path("static", "css/app.css")`.
    ///
    /// # Errors
    ///
    /// As [`UrlBuilder::path`].
    pub fn static_path(&self, view: &str, file: &str) -> Result<String, UrlError> {
        self.static_file(view, file).path()
    }

    /// The URL of a file of a static view.
    ///
    /// # Errors
    ///
    /// As [`UrlBuilder::url`].
    pub fn static_url(&self, view: &str, file: &str) -> Result<String, UrlError> {
        self.static_file(view, file).url()
    }
}
