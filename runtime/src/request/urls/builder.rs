//! A URL on its way: what it leads to, and what is said of it besides.

use std::fmt::Display;

use pyramidion_patterns::url;

use super::origin::{Origin, script_name};
use super::query::{Query, QueryValue};
use super::{UrlError, UrlTarget};
use crate::request::Request;

/// A URL of the application on its way: of a route ([`RouteUrl`](super::RouteUrl)), a resource
/// ([`ResourceUrl`](super::ResourceUrl)) or a static file ([`StaticUrl`](super::StaticUrl)).
///
/// [`path`](Self::path) makes it without a host, [`url`](Self::url) with one. All that is put into it is plain text, which is quoted
/// as its place needs.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::request::UrlError;
///
/// #[view(path = "/")]
/// async fn home(request: &Request) -> Result<String, UrlError> {
///     let item = request.route("item").value("id", 7).elements(["a b"]).query([("q", "x&y")]).anchor("top");
///     item.scheme("https").url()
/// }
///
/// #[view(route_name = "item")]
/// async fn item(id: u32) -> String {
///     id.to_string()
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| {
///     config.add_route("item", "/items/{id}").add_view(home {}).add_view(item {})
/// });
/// let url = app.request(Method::GET, "/").header("host", "example.com:6543").await;
/// assert_eq!(url.text(), "https://example.com/items/7/a%20b?q=x%26y#top");
/// # }
/// ```
///
/// Source: the keywords of Pyramid's `request.route_url`, without their underscores.
#[derive(Debug, Clone)]
#[must_use = "a URL is made by `path` or `url`"]
pub struct UrlBuilder<'r, T> {
    request: &'r Request,
    pub(super) target: T,
    elements: Vec<String>,
    pub(super) query: Query,
    anchor: String,
    origin: Origin,
}

impl<'r, T: UrlTarget> UrlBuilder<'r, T> {
    pub(super) fn new(request: &'r Request, target: T) -> Self {
        let (elements, query, anchor, origin) = (Vec::new(), Query::none(), String::new(), Origin::default());
        Self { request, target, elements, query, anchor, origin }
    }

    /// Adds segments to the end of the path, after exactly one slash. A slash in one is quoted.
    pub fn elements<E: Display>(mut self, elements: impl IntoIterator<Item = E>) -> Self {
        self.elements.extend(elements.into_iter().map(|element| element.to_string()));
        self
    }

    /// Adds parameters to the query; none leave it away, also the one of the [current route](Request::current_route).
    pub fn query<N: AsRef<str>, V: QueryValue>(mut self, parameters: impl IntoIterator<Item = (N, V)>) -> Self {
        let query = self.query.pairs();
        parameters.into_iter().for_each(|(name, value)| value.add_to(name.as_ref(), query));
        self
    }

    /// Adds one parameter to the query: for values of different types.
    pub fn parameter(self, name: &str, value: impl QueryValue) -> Self {
        self.query([(name, value)])
    }

    /// Sets the query to a text that is no list of parameters.
    pub fn query_text(mut self, text: impl Into<String>) -> Self {
        self.query = Query::Text(text.into(), Vec::new());
        self
    }

    /// Sets the anchor, which stands at the end.
    pub fn anchor(mut self, anchor: impl Display) -> Self {
        self.anchor = anchor.to_string();
        self
    }

    /// Sets the scheme, in place of the request's. `http` and `https` bring their default port along, unless host or port is said
    /// as well.
    pub fn scheme(mut self, scheme: impl Into<String>) -> Self {
        self.origin.scheme = Some(scheme.into());
        self
    }

    /// Sets the host, in place of the request's: a name or an address, and perhaps a port.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.origin.host = Some(host.into());
        self
    }

    /// Sets the port, in place of the request's. The default of the scheme is not written.
    pub fn port(mut self, port: u16) -> Self {
        self.origin.port = Some(port);
        self
    }

    /// Sets all that stands before the application's own paths: scheme, host, port, and the path of the router around it.
    pub fn app_url(mut self, url: impl Into<String>) -> Self {
        self.origin.app_url = Some(url.into());
        self
    }

    /// The URL without scheme, host and port, for a link within the site. Where the application is nested in another router, the
    /// path of that router comes first: Pyramid's script name.
    ///
    /// # Errors
    ///
    /// [`UrlError`]: there is no such route or static view, a placeholder has no value, or the current query is not UTF-8.
    pub fn path(self) -> Result<String, UrlError> {
        let script_name = script_name(self.request.extensions(), self.request.uri());
        Ok(format!("{script_name}{}", self.in_application()?))
    }

    /// The whole URL. Unless said otherwise, its scheme and host are the request's: those of its target, or else `http` and the
    /// `Host` header, which is the client's word.
    ///
    /// # Errors
    ///
    /// As [`path`](Self::path); also if there is no host, or it is none.
    pub fn url(self) -> Result<String, UrlError> {
        let application = self.origin.application_url(self.request)?;
        Ok(format!("{application}{}", self.in_application()?))
    }

    fn in_application(mut self) -> Result<String, UrlError> {
        let path = self.target.path_in_application(self.request, &mut self.query)?;
        let path = url::with_elements(&path, &self.elements);
        Ok(format!("{path}{}{}", self.query.quoted(self.request)?, url::anchor(&self.anchor)))
    }
}
