//! Which requests are checked, and for what.

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, Method};

use crate::request::Request;

type Callback = Arc<dyn Fn(&Request) -> bool + Send + Sync>;

/// Which requests have to show a token, and where: the arguments of Pyramid's `set_default_csrf_options`.
///
/// ```
/// use http::HeaderName;
/// use pyramidion::prelude::*;
/// use pyramidion::security::csrf::{CheckOrigin, CsrfOptions};
///
/// let options = CsrfOptions::new()
///     .header(HeaderName::from_static("x-xsrf-token"))
///     .check_origin(CheckOrigin::Always)
///     .trusted_origins(["example.org", ".example.com"])
///     // No browser sends this header unasked.
///     .callback(|request| request.header("authorization").is_none());
/// let config = Configurator::new().set_default_csrf_options(options);
/// ```
#[derive(Clone)]
pub struct CsrfOptions {
    pub(super) require_csrf: bool,
    pub(super) token: Option<String>,
    pub(super) header: Option<HeaderName>,
    pub(super) safe_methods: Vec<Method>,
    pub(super) check_origin: CheckOrigin,
    pub(super) allow_no_origin: bool,
    pub(super) trusted_origins: Vec<String>,
    pub(super) callback: Option<Callback>,
}

/// When it is looked at which site a request comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckOrigin {
    /// If it is an `https` request: one whose target tells that scheme, as those of HTTP/2 do. Over `http` an origin is easily
    /// forged.
    #[default]
    Auto,
    /// Always, as if each request came by `https`: behind a proxy that takes TLS off.
    Always,
    /// Never.
    Never,
}

impl CsrfOptions {
    /// All views require a token, in the header `X-CSRF-Token` or the form's field `csrf_token`, unless the method is `GET`,
    /// `HEAD`, `OPTIONS` or `TRACE` (RFC 9110, section 9.2.1).
    #[must_use]
    pub fn new() -> Self {
        Self {
            require_csrf: true,
            token: Some("csrf_token".to_owned()),
            header: Some(HeaderName::from_static("x-csrf-token")),
            safe_methods: vec![Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE],
            check_origin: CheckOrigin::default(),
            allow_no_origin: false,
            trusted_origins: Vec::new(),
            callback: None,
        }
    }

    /// Whether views require a token that do not say it themselves by `require_csrf`. They do unless set.
    #[must_use]
    pub fn require_csrf(self, require_csrf: bool) -> Self {
        Self { require_csrf, ..self }
    }

    /// The field of a form that has the token: `csrf_token` unless set, and with `None` none.
    ///
    /// With neither field nor header, nothing is checked.
    #[must_use]
    pub fn token<'a>(self, token: impl Into<Option<&'a str>>) -> Self {
        Self { token: token.into().map(str::to_owned), ..self }
    }

    /// The header that has the token: `X-CSRF-Token` unless set, and with `None` none.
    #[must_use]
    pub fn header(self, header: impl Into<Option<HeaderName>>) -> Self {
        Self { header: header.into(), ..self }
    }

    /// The methods that change nothing, and need no token.
    #[must_use]
    pub fn safe_methods(self, methods: impl IntoIterator<Item = Method>) -> Self {
        Self { safe_methods: methods.into_iter().collect(), ..self }
    }

    /// When it is looked at which site a request comes from: [`CheckOrigin::Auto`] unless set.
    #[must_use]
    pub fn check_origin(self, check_origin: CheckOrigin) -> Self {
        Self { check_origin, ..self }
    }

    /// Whether a request may lack both `Origin` and `Referer`. It may not, unless set.
    #[must_use]
    pub fn allow_no_origin(self, allow_no_origin: bool) -> Self {
        Self { allow_no_origin, ..self }
    }

    /// Which hosts requests may come from, besides the own: `example.org`, `dev.example.org:8080`, or `.example.org` for a
    /// domain and all below it; `null` for pages that browsers give no origin. Those of the setting `csrf_trusted_origins`,
    /// separated by spaces or lines, are added.
    #[must_use]
    pub fn trusted_origins<T: Into<String>>(mut self, origins: impl IntoIterator<Item = T>) -> Self {
        self.trusted_origins.extend(origins.into_iter().map(Into::into));
        self
    }

    /// Asks of each request with an unsafe method whether it has to be checked: one is not that shows its user by something that no
    /// browser sends unasked. It is called on the event loop, so it must not block.
    #[must_use]
    pub fn callback(self, callback: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Self {
        Self { callback: Some(Arc::new(callback)), ..self }
    }

    /// Whether a request with this method needs no token.
    pub(crate) fn is_safe(&self, method: &Method) -> bool {
        self.safe_methods.contains(method)
    }
}

impl Default for CsrfOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CsrfOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsrfOptions")
            .field("require_csrf", &self.require_csrf)
            .field("token", &self.token)
            .field("header", &self.header)
            .field("safe_methods", &self.safe_methods)
            .field("check_origin", &self.check_origin)
            .field("allow_no_origin", &self.allow_no_origin)
            .field("trusted_origins", &self.trusted_origins)
            .finish_non_exhaustive()
    }
}
