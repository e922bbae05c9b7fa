use std::borrow::Cow;
use std::fmt;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue, LOCATION};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::negotiation;

/// An HTTP answer that says what happened: a status, a sentence that explains it, and what you add as detail.
///
/// The types of this module, one for each status, are made of it. Use it where a function returns one of several, and
/// for a status that has no type.
///
/// ```
/// use http::{StatusCode, header};
/// use pyramidion::httpexceptions::HttpException;
///
/// let busy = HttpException::new(StatusCode::SERVICE_UNAVAILABLE)
///     .detail("the index is being rebuilt")
///     .header(header::RETRY_AFTER, 120);
/// assert_eq!(busy.status(), 503);
/// assert_eq!(busy.headers()[header::RETRY_AFTER], "120");
/// ```
///
/// As a response its body is plain text; the application then puts html or json in its place if the client prefers that.
#[derive(Debug, Clone)]
pub struct HttpException(Box<Inner>); // boxed, so that the `Result` of a view stays small

#[derive(Debug, Clone)]
struct Inner {
    status: StatusCode,
    title: Cow<'static, str>,
    explanation: Cow<'static, str>,
    detail: Option<Cow<'static, str>>,
    headers: HeaderMap,
}

impl HttpException {
    /// An exception with this status, whose title is the status's reason phrase.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self(Box::new(Inner {
            status,
            title: Cow::Borrowed(status.canonical_reason().unwrap_or("Unnamed Status")),
            explanation: Cow::Borrowed(""),
            detail: None,
            headers: HeaderMap::new(),
        }))
    }

    /// Replaces the title, which follows the status code in the body.
    #[must_use]
    pub fn title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.0.title = title.into();
        self
    }

    /// Replaces the explanation: the sentence on what this status means.
    #[must_use]
    pub fn explanation(mut self, explanation: impl Into<Cow<'static, str>>) -> Self {
        self.0.explanation = explanation.into();
        self
    }

    /// Says what happened this time. The client reads it: keep secrets out. It is text, and escaped in an html body.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds a header to the response, beside those of the same name. The headers that describe the body are not yours to
    /// set: `Content-Type` and `Content-Length` are replaced.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.0.headers.append(name, value.into());
        self
    }

    /// Sets `Location`. Whatever cannot stand in a URL is percent-encoded, so no location can break the header or begin
    /// another one; a backslash too, because browsers read `/\host` as another host. `%` stays as it is.
    #[must_use]
    pub fn location(mut self, location: impl AsRef<str>) -> Self {
        let encoded = utf8_percent_encode(location.as_ref(), NOT_IN_A_URL).to_string();
        let value = HeaderValue::try_from(encoded).expect("percent-encoded text is visible ASCII");
        self.0.headers.insert(LOCATION, value);
        self
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers of the response, besides those that describe the body.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// `404 Not Found`
    pub(super) fn code(&self) -> String {
        format!("{} {}", self.0.status.as_str(), self.0.title)
    }

    pub(super) fn title_text(&self) -> &str {
        &self.0.title
    }

    /// Explanation and detail, whichever there are.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = &str> {
        [Some(&self.0.explanation), self.0.detail.as_ref()]
            .into_iter()
            .flatten()
            .map(AsRef::as_ref)
            .filter(|text: &&str| !text.is_empty())
    }

    /// Whether a response with this status may have a body (RFC 9110, sections 6.4.1 and 15.3.6).
    fn has_body(&self) -> bool {
        let status = self.0.status;
        let bodiless = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
        !status.is_informational() && !bodiless.contains(&status)
    }
}

/// Besides controls and everything that is not ASCII: what RFC 3986 gives no place in a URL, and never means itself there.
const NOT_IN_A_URL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

impl fmt::Display for HttpException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())?;
        match self.paragraphs().last() {
            Some(text) => write!(f, ": {text}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for HttpException {}

impl IntoResponse for HttpException {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.0.status;
        response.headers_mut().clone_from(&self.0.headers);
        if self.has_body() {
            negotiation::write_plain(&mut response, &self);
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
