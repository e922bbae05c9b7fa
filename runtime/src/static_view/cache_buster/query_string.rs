//! Cache busters that put a token into the query.

use super::{CacheBuster, CacheBusterError, StaticAsset};
use crate::request::Request;

const PARAMETER: &str = "x";

/// Makes the token of a file for [`QueryStringCacheBuster`]: a function of the file, or a type such as
/// [`ContentHash`](super::ContentHash).
pub trait Tokenize: Send + Sync + 'static {
    /// The token, which is another one when the file is.
    ///
    /// # Errors
    ///
    /// What it fails with, fails the URL.
    fn tokenize(&self, request: &Request, asset: &StaticAsset<'_>) -> Result<String, CacheBusterError>;
}

impl<F> Tokenize for F
where
    F: Fn(&Request, &StaticAsset<'_>) -> Result<String, CacheBusterError> + Send + Sync + 'static,
{
    fn tokenize(&self, request: &Request, asset: &StaticAsset<'_>) -> Result<String, CacheBusterError> {
        self(request, asset)
    }
}

/// Adds a token of the file to the query of its URL: `/static/css/app.css?x=0f343b0931126a20`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::static_view::{ContentHash, QueryStringCacheBuster};
///
/// #[view(path = "/")]
/// async fn home(request: &Request) -> Result<String, UrlError> {
///     request.static_path("static", "lib.rs")
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| {
///     let buster = QueryStringCacheBuster::new(ContentHash::new());
///     config.add_static_view("static", "src").add_cache_buster("src", buster).add_view(home {})
/// });
/// assert!(app.get("/").await.text().starts_with("/static/lib.rs?x="));
/// # }
/// ```
///
/// Some caches take no notice of queries; [`ManifestCacheBuster`](super::ManifestCacheBuster) changes the path.
///
/// Source: Pyramid's `QueryStringCacheBuster`, whose subclasses have a `tokenize`.
#[derive(Clone, Debug)]
pub struct QueryStringCacheBuster<T> {
    tokenize: T,
    param: String,
}

impl<T: Tokenize> QueryStringCacheBuster<T> {
    /// With the token that `tokenize` makes, in the parameter `x`.
    #[must_use]
    pub fn new(tokenize: T) -> Self {
        Self { tokenize, param: PARAMETER.to_owned() }
    }

    /// The parameter that has the token.
    #[must_use]
    pub fn param(self, name: impl Into<String>) -> Self {
        Self { param: name.into(), ..self }
    }
}

impl<T: Tokenize> CacheBuster for QueryStringCacheBuster<T> {
    fn bust(&self, request: &Request, asset: &mut StaticAsset<'_>) -> Result<(), CacheBusterError> {
        let token = self.tokenize.tokenize(request, asset)?;
        asset.add_parameter(&self.param, token);
        Ok(())
    }
}

/// Adds the same token to the queries of all URLs, `/static/css/app.css?x=1.2.3`: such as the version of the application.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::static_view::QueryStringConstantCacheBuster;
///
/// #[view(path = "/")]
/// async fn home(request: &Request) -> Result<String, UrlError> {
///     request.static_path("static", "lib.rs")
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| {
///     let buster = QueryStringConstantCacheBuster::new("1.2.3").param("v");
///     config.add_static_view("static", "src").add_cache_buster("src", buster).add_view(home {})
/// });
/// assert_eq!(app.get("/").await.text(), "/static/lib.rs?v=1.2.3");
/// # }
/// ```
///
/// Source: Pyramid's `QueryStringConstantCacheBuster`.
#[derive(Clone, Debug)]
pub struct QueryStringConstantCacheBuster {
    token: String,
    param: String,
}

impl QueryStringConstantCacheBuster {
    /// With this token, in the parameter `x`.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self { token: token.into(), param: PARAMETER.to_owned() }
    }

    /// The parameter that has the token.
    #[must_use]
    pub fn param(self, name: impl Into<String>) -> Self {
        Self { param: name.into(), ..self }
    }
}

impl CacheBuster for QueryStringConstantCacheBuster {
    fn bust(&self, _: &Request, asset: &mut StaticAsset<'_>) -> Result<(), CacheBusterError> {
        asset.add_parameter(&self.param, &self.token);
        Ok(())
    }
}
