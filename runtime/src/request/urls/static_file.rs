//! URLs of the files of static views.

use pyramidion_patterns::url::quote_path;

use super::error::Reason;
use super::route::application;
use super::{UrlBuilder, UrlError, UrlTarget};
use crate::request::Request;

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
    fn path_in_application(&self, request: &Request) -> Result<String, UrlError> {
        let views = &application(request)?.static_views;
        let prefix = match views.get(self.view).as_slice() {
            [] => return Err(UrlError::unknown_static_view(self.view, views.names())),
            [prefix] => *prefix,
            several => {
                let names = several.iter().map(|prefix| prefix.text().trim_matches('/').to_owned()).collect();
                return Err(Reason::AmbiguousStaticView { name: self.view.to_owned(), names }.into());
            }
        };
        let prefix = prefix.generate(request.matchdict().iter())?;
        Ok(format!("{}/{}", prefix.trim_end_matches('/'), quote_path(self.file.trim_start_matches('/'))))
    }
}

impl Request {
    /// Starts the URL of a file of a static view. Whether the file is there is not looked up.
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
