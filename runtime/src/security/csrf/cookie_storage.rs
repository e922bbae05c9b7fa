//! The token in a cookie of its own.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use cookie::{Cookie, SameSite};
use http::HeaderValue;
use http::header::SET_COOKIE;

use super::storage::CsrfStoragePolicy;
use crate::request::Request;
use crate::security::cookie_profile::{CookieProfile, Occasion};
use crate::security::{Secure, SecurityError, site, token};

/// Keeps the token in a cookie of its own: the request has to show twice what only its own site can read. The server keeps
/// nothing.
///
/// The cookie is not `HttpOnly`, so that scripts can put the token into a header. Source: Pyramid's `CookieCSRFStoragePolicy`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::Secure;
/// use pyramidion::security::csrf::CookieCsrfStoragePolicy;
///
/// let storage = CookieCsrfStoragePolicy::new().cookie_name("XSRF-TOKEN").secure(Secure::Always);
/// let config = Configurator::new().set_csrf_storage_policy(storage);
/// ```
#[derive(Clone, Debug)]
pub struct CookieCsrfStoragePolicy {
    cookie: CookieProfile,
    domain: Option<String>,
    max_age: Option<Duration>,
}

impl CookieCsrfStoragePolicy {
    /// The cookie `csrf_token`, which lives as long as the browser runs.
    #[must_use]
    pub fn new() -> Self {
        let mut cookie = CookieProfile::new("csrf_token");
        cookie.http_only = false;
        Self { cookie, domain: None, max_age: None }
    }

    /// Names the cookie otherwise.
    ///
    /// # Panics
    ///
    /// If no cookie can have that name (RFC 6265, section 4.1.1).
    #[must_use]
    #[track_caller]
    pub fn cookie_name(mut self, name: &str) -> Self {
        self.cookie.set_name(name);
        self
    }

    /// When the cookie is kept from plain `http`: [`Secure::Auto`] unless set.
    #[must_use]
    pub fn secure(mut self, secure: Secure) -> Self {
        self.cookie.secure = secure;
        self
    }

    /// Whether the cookie is hidden from scripts: where only forms send the token. It is not unless set.
    #[must_use]
    pub fn http_only(mut self, http_only: bool) -> Self {
        self.cookie.http_only = http_only;
        self
    }

    /// Whether other sites may make a browser send the cookie: [`SameSite::Lax`] unless set. `None` leaves the attribute out.
    #[must_use]
    pub fn samesite(mut self, samesite: impl Into<Option<SameSite>>) -> Self {
        self.cookie.samesite = samesite.into();
        self
    }

    /// How long browsers keep the cookie, in whole seconds.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// The path below which the cookie is sent: `/` unless set.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.cookie.path = path.into();
        self
    }

    /// The domain of the cookie. Unless set it is for the request's host alone.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// The response sets the cookie to the last token that is made for its request.
    fn keep(&self, request: &Request, token: &str) {
        let Some(visit) = request.visit() else { return };
        let made = visit.kept::<Made>();
        if made.replace(token).is_some() {
            return;
        }
        let (policy, is_https) = (self.clone(), site::is_https(request));
        request.add_response_callback(move |response| {
            let token = made.token().unwrap_or_default();
            response.headers_mut().append(SET_COOKIE, policy.set_cookie(&token, is_https));
        });
    }

    pub(in crate::security) fn set_cookie(&self, token: &str, is_https: bool) -> HeaderValue {
        let at = Occasion { domain: self.domain.as_deref(), is_https };
        self.cookie.set(token, self.max_age, SystemTime::now(), at)
    }
}

impl Default for CookieCsrfStoragePolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl CsrfStoragePolicy for CookieCsrfStoragePolicy {
    async fn csrf_token(&self, request: &Request) -> Result<String, SecurityError> {
        let made = request.visit().and_then(|visit| visit.kept::<Made>().token());
        let sent = || request.cookies().get(self.cookie.name()).map(Cookie::value).filter(|token| !token.is_empty());
        match made.or_else(|| sent().map(str::to_owned)) {
            Some(token) => Ok(token),
            None => self.new_csrf_token(request).await,
        }
    }

    async fn new_csrf_token(&self, request: &Request) -> Result<String, SecurityError> {
        let token = token::random::<16>().map_err(SecurityError::new)?; // as many bits as Pyramid's
        self.keep(request, &token);
        Ok(token)
    }
}

/// The token that has been made for a request, if one has.
#[derive(Default)]
struct Made(Mutex<Option<String>>);

impl Made {
    fn token(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, token: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).replace(token.to_owned())
    }
}
