//! Pyramid's request: what a client has sent, with its parameters, cookies and body a call away.
//!
//! Parsing waits until it is asked for, and is done once. The body has to be read before it can be looked at, which the
//! application does before it calls a view; in a tween of your own, [`Request::read_body`] does it.

mod attributes;
mod body;
mod client;
mod cookies;
mod deserialize;
mod error;
mod form;
mod json;
mod matchdict;
mod multidict;
mod outlives;
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
use http::header::{AsHeaderName, HeaderMap};
use http::request::Parts;
use http::{Extensions, Method, Uri, Version};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use self::body::RequestBody;
use self::form::{Form, FormKind};

pub use cookie::{Cookie, CookieJar};

pub(crate) use self::attributes::Attributes;
pub use self::client::Client;
pub(crate) use self::error::BodyTimedOut;
pub use self::error::{BodyError, JsonError, ParamsError};
pub use self::form::Upload;
pub use self::matchdict::Matchdict;
pub use self::multidict::{MultiDict, NestedMultiDict};
pub(crate) use self::outlives::Outlives;
pub use self::params::Params;
pub use self::sync_request::SyncRequest;
pub use self::urls::{
    CertainlyAParameter, NamedRoutePath, QueryValue, ResourceUrl, RouteOf, RoutePath, RouteUrl, StaticUrl, UrlBuilder,
    UrlError,
};
pub(crate) use self::urls::{RoutedView, script_name};
pub(crate) use self::visit::{Ended, Visit};

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
pub struct Request(Box<Inner>);

/// Boxed, because a request is handed on many times on its way, and is large.
#[derive(Debug)]
struct Inner {
    parts: Parts,
    body: RequestBody,
    attributes: Attributes,
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
        Self(Box::new(Inner { parts, body, attributes, query, form, cookies }))
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
        let Inner { parts, body, .. } = *self.0;
        axum::extract::Request::from_parts(parts, body.into_body())
    }

    /// Stands where a request has been taken away for a moment.
    pub(crate) fn nothing() -> Self {
        Self::from_parts(http::Request::new(()).into_parts().0, Bytes::new())
    }

    /// The request for its view, with what routing and traversal have found out.
    pub(crate) fn into_routed(self) -> axum::extract::Request {
        let Inner { mut parts, body, attributes, .. } = *self.0;
        parts.extensions.insert(attributes);
        axum::extract::Request::from_parts(parts, body.into_body())
    }

    /// A copy for whoever looks at the request after its view; of a body that has not been read there is none.
    pub(crate) fn for_later(&self) -> Self {
        let mut copy = Self::with_body(self.0.parts.clone(), self.0.body.for_later());
        copy.0.attributes = self.0.attributes.clone();
        copy
    }

    pub(crate) fn parts_mut(&mut self) -> &mut Parts {
        &mut self.0.parts
    }

    pub(crate) fn attributes(&self) -> &Attributes {
        &self.0.attributes
    }

    pub(crate) fn attributes_mut(&mut self) -> &mut Attributes {
        &mut self.0.attributes
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.0.parts.method
    }

    /// The request's target as it was sent, percent-encoded.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.0.parts.uri
    }

    /// The version of HTTP.
    #[must_use]
    pub fn version(&self) -> Version {
        self.0.parts.version
    }

    /// The path, percent-decoded. Bytes that are not UTF-8 show as U+FFFD; where that matters, ask [`uri`](Self::uri).
    #[must_use]
    pub fn path(&self) -> Cow<'_, str> {
        percent_decode_str(self.0.parts.uri.path()).decode_utf8_lossy()
    }

    /// The address that the client asked for, query included: `http://localhost:6543/search?q=ada`.
    ///
    /// With the [`scheme`](Self::scheme) and the [`host`](Self::host), which is the client's word. Without a host, the path and
    /// the query alone.
    #[must_use]
    pub fn url(&self) -> String {
        let uri = &self.0.parts.uri;
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        match self.host() {
            Some(host) => format!("{}://{host}{target}", self.scheme()),
            None => target.to_owned(),
        }
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.parts.headers
    }

    /// The first value of a header, unless it is absent or has bytes that are no visible ASCII.
    #[must_use]
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.0.parts.headers.get(name)?.to_str().ok()
    }

    /// The cookies that came with the request. Their values are as sent, except that quotes are taken off as Pyramid does;
    /// they are not percent-decoded. Of several cookies of one name, the last counts.
    #[must_use]
    pub fn cookies(&self) -> &CookieJar {
        self.0.cookies.get_or_init(|| cookies::parse(&self.0.parts.headers))
    }

    /// What layers and tweens have left for those that come after them.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.0.parts.extensions
    }

    /// Where a tween leaves something for those that come after it.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.0.parts.extensions
    }

    /// The parameters of the query. `&` and `;` separate them.
    ///
    /// # Errors
    ///
    /// [`ParamsError::NotUtf8`].
    pub fn query(&self) -> Result<&MultiDict, ParamsError> {
        let parse = || form::parse_urlencoded(self.0.parts.uri.query().unwrap_or_default().as_bytes(), "query");
        self.0.query.get_or_init(parse).as_ref().map_err(Clone::clone)
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
        FormKind::of(&self.0.parts.headers) != FormKind::None
    }

    fn parsed_form(&self) -> Result<&Form, ParamsError> {
        let headers = &self.0.parts.headers;
        let nothing = Bytes::new();
        // asked before the cell is filled: a body that is not there now may be read later
        let body = if FormKind::of(headers) == FormKind::None { &nothing } else { self.0.body.bytes()? };
        self.0.form.get_or_init(|| Form::parse(headers, body)).as_ref().map_err(Clone::clone)
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
        let Inner { parts, body, .. } = &mut *self.0;
        body.read(&mut parts.extensions).await
    }

    /// The body, if it has been read.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.bytes().ok()
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// [`BodyError::NotRead`], [`BodyError::Lost`], [`BodyError::NotUtf8`].
    pub fn text(&self) -> Result<&str, BodyError> {
        str::from_utf8(self.0.body.bytes()?).map_err(|_| BodyError::NotUtf8)
    }

    /// The body out of JSON. Its content type must be `application/json`, or `application/…+json`: a browser lets no
    /// other site send that unasked.
    ///
    /// # Errors
    ///
    /// [`JsonError`]: a 415 for another content type, a 400 for what is no JSON, a 422 for JSON of another type, or a 500
    /// if the body has not been read.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, JsonError> {
        json::parse(&self.0.parts.headers, self.0.body.bytes()?)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
