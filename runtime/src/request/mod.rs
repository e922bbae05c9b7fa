//! Pyramid's request: what a client has sent, with its parameters, cookies and body a call away.
//!
//! Parsing waits until it is asked for, and is done once. The body has to be read before it can be looked at, which the
//! application does before it calls a view; in a tween of your own, [`Request::read_body`] does it.

mod attributes;
mod body;
mod cookies;
mod deserialize;
mod error;
mod form;
mod json;
mod matchdict;
mod multidict;
mod params;
mod security;
mod sync_request;
mod urlencoded;
mod urls;
mod visit;

use std::borrow::Cow;
use std::str;
use std::sync::OnceLock;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{AsHeaderName, HOST, HeaderMap};
use http::request::Parts;
use http::uri::Authority;
use http::{Extensions, Method, Uri, Version};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use self::body::RequestBody;
use self::form::{Form, FormKind};

pub use cookie::{Cookie, CookieJar};

pub(crate) use self::error::BodyTimedOut;
pub use self::error::{BodyError, JsonError, ParamsError};
pub use self::form::Upload;
pub use self::matchdict::Matchdict;
pub use self::multidict::{MultiDict, NestedMultiDict};
pub use self::params::Params;
pub use self::sync_request::SyncRequest;
pub use self::urls::{QueryValue, ResourceUrl, RouteOf, RoutePath, RouteUrl, StaticUrl, UrlBuilder, UrlError};
pub(crate) use self::urls::{RoutedView, script_name};
pub(crate) use self::{attributes::Attributes, visit::Visit};

/// A request, as views and tweens get it.
///
/// ```
/// use bytes::Bytes;
/// use pyramidion::request::Request;
///
/// let (parts, ()) = http::Request::get("/search?q=ada&q=grace").body(()).unwrap().into_parts();
/// let request = Request::from_parts(parts, Bytes::new());
/// assert_eq!(request.params().unwrap().get("q"), Some("grace"));
/// ```
#[derive(Debug)]
pub struct Request {
    parts: Parts,
    body: RequestBody,
    pub(crate) attributes: Attributes,
    query: OnceLock<Result<MultiDict, ParamsError>>,
    form: OnceLock<Result<Form, ParamsError>>,
    cookies: OnceLock<CookieJar>,
}

impl Request {
    /// Takes an axum request, and leaves its body for [`read_body`](Self::read_body). A body that is known to be empty
    /// counts as read.
    #[must_use]
    pub fn new(request: axum::extract::Request) -> Self {
        let (parts, body) = request.into_parts();
        Self::with_body(parts, RequestBody::new(body))
    }

    /// Puts a request together whose body is there.
    #[must_use]
    pub fn from_parts(parts: Parts, body: Bytes) -> Self {
        Self::with_body(parts, RequestBody::Read(body))
    }

    fn with_body(mut parts: Parts, body: RequestBody) -> Self {
        let (query, form, cookies) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let attributes = parts.extensions.remove().unwrap_or_default();
        Self { parts, body, attributes, query, form, cookies }
    }

    /// The request with its body read, or the response that says why not.
    pub(crate) async fn from_request_buffered(request: axum::extract::Request) -> Result<Self, Response> {
        let mut request = Self::new(request);
        match request.read_body().await {
            Ok(_) => Ok(request),
            Err(error) => Err(error.into_response()),
        }
    }

    /// The request for the next handler, be it axum's. The body goes along, read or not; the matchdict does not, because
    /// routing is what finds it.
    #[must_use]
    pub fn into_http(self) -> axum::extract::Request {
        axum::extract::Request::from_parts(self.parts, self.body.into_body())
    }

    /// Stands where a request has been taken away for a moment.
    pub(crate) fn nothing() -> Self {
        Self::from_parts(http::Request::new(()).into_parts().0, Bytes::new())
    }

    /// The request for its view, with what routing and traversal have found out.
    pub(crate) fn into_routed(mut self) -> axum::extract::Request {
        self.parts.extensions.insert(std::mem::take(&mut self.attributes));
        self.into_http()
    }

    /// A copy for whoever looks at the request after its view; of a body that has not been read there is none.
    pub(crate) fn for_later(&self) -> Self {
        let mut copy = Self::with_body(self.parts.clone(), self.body.for_later());
        copy.attributes = self.attributes.clone();
        copy
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The request's target as it was sent, percent-encoded.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// The version of HTTP.
    #[must_use]
    pub fn version(&self) -> Version {
        self.parts.version
    }

    /// The path, percent-decoded. Bytes that are not UTF-8 show as U+FFFD; where that matters, ask [`uri`](Self::uri).
    #[must_use]
    pub fn path(&self) -> Cow<'_, str> {
        percent_decode_str(self.parts.uri.path()).decode_utf8_lossy()
    }

    /// The address that the client asked for, query included: `http://localhost:6543/search?q=ada`.
    ///
    /// Scheme and host are those of the request's target, if it has them; else `http` and the `Host` header, which is
    /// the client's word. Without either, the path and the query alone.
    #[must_use]
    pub fn url(&self) -> String {
        let uri = &self.parts.uri;
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        match uri.authority().map(Authority::as_str).or_else(|| self.header(HOST)) {
            Some(host) => format!("{}://{host}{target}", uri.scheme_str().unwrap_or("http")),
            None => target.to_owned(),
        }
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The first value of a header, unless it is absent or has bytes that are no visible ASCII.
    #[must_use]
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// The cookies that came with the request. Their values are as sent, except that quotes are taken off as Pyramid does;
    /// they are not percent-decoded. Of several cookies of one name, the last counts.
    #[must_use]
    pub fn cookies(&self) -> &CookieJar {
        self.cookies.get_or_init(|| cookies::parse(&self.parts.headers))
    }

    /// What layers and tweens have left for those that come after them.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// Where a tween leaves something for those that come after it.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.parts.extensions
    }

    /// The parameters of the query. `&` and `;` separate them.
    ///
    /// # Errors
    ///
    /// [`ParamsError::NotUtf8`].
    pub fn query(&self) -> Result<&MultiDict, ParamsError> {
        let parse = || form::parse_urlencoded(self.parts.uri.query().unwrap_or_default().as_bytes(), "query");
        self.query.get_or_init(parse).as_ref().map_err(Clone::clone)
    }

    /// The fields of the form in the body, urlencoded or multipart; files are among the [`uploads`](Self::uploads).
    /// Empty if the content type is that of no form, and then the body need not have been read.
    ///
    /// # Errors
    ///
    /// [`ParamsError::Body`] if the body has not been read, [`ParamsError::NotUtf8`], [`ParamsError::Multipart`].
    pub fn form(&self) -> Result<&MultiDict, ParamsError> {
        self.parsed_form().map(|form| &form.fields)
    }

    /// The files of a multipart form.
    ///
    /// # Errors
    ///
    /// As [`form`](Self::form).
    pub fn uploads(&self) -> Result<&[Upload], ParamsError> {
        self.parsed_form().map(|form| form.uploads.as_slice())
    }

    /// Whether the body is a form, by what the headers say.
    pub(crate) fn has_form(&self) -> bool {
        FormKind::of(&self.parts.headers) != FormKind::None
    }

    fn parsed_form(&self) -> Result<&Form, ParamsError> {
        let headers = &self.parts.headers;
        let nothing = Bytes::new();
        // asked before the cell is filled: a body that is not there now may be read later
        let body = if FormKind::of(headers) == FormKind::None { &nothing } else { self.body.bytes()? };
        self.form.get_or_init(|| Form::parse(headers, body)).as_ref().map_err(Clone::clone)
    }

    /// The parameters: those of the query, then those of the form. One value of a name is the last of the query, or of the
    /// form if the query has none; all values are those of both.
    ///
    /// # Errors
    ///
    /// As [`query`](Self::query) and [`form`](Self::form).
    pub fn params(&self) -> Result<NestedMultiDict<'_>, ParamsError> {
        Ok(NestedMultiDict::new(self.query()?, self.form()?))
    }

    /// Reads the body, unless that is done, and keeps it. At most as much as [`axum::extract::DefaultBodyLimit`] allows
    /// here, and the [server](crate::Server::max_body_size): 2 MiB if nobody has set it.
    ///
    /// The body is gone if this fails, or if its future is dropped halfway.
    ///
    /// # Errors
    ///
    /// [`BodyError::TooLarge`], [`BodyError::TimedOut`], [`BodyError::Interrupted`], and afterwards [`BodyError::Lost`].
    pub async fn read_body(&mut self) -> Result<&Bytes, BodyError> {
        self.body.read(&mut self.parts.extensions).await
    }

    /// The body, if it has been read.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.body.bytes().ok()
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// [`BodyError::NotRead`], [`BodyError::Lost`], [`BodyError::NotUtf8`].
    pub fn text(&self) -> Result<&str, BodyError> {
        str::from_utf8(self.body.bytes()?).map_err(|_| BodyError::NotUtf8)
    }

    /// The body out of JSON. Its content type must be `application/json`, or `application/…+json`: a browser lets no
    /// other site send that unasked.
    ///
    /// # Errors
    ///
    /// [`JsonError`]: a 415 for another content type, a 400 for what is no JSON, a 422 for JSON of another type, or a 500
    /// if the body has not been read.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, JsonError> {
        json::parse(&self.parts.headers, self.body.bytes()?)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
