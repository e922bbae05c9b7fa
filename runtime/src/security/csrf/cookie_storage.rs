//! The token in a cookie of its own.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use cookie::Cookie;
use http::HeaderValue;
use http::header::SET_COOKIE;

use super::storage::CsrfStoragePolicy;
use crate::request::Request;
use crate::security::cookie_options::cookie_options;
use crate::security::cookie_profile::{CookieProfile, Occasion};
use crate::security::{SecurityError, site, token};

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

cookie_options!(
    CookieCsrfStoragePolicy,
    domain: domain ". Unless set it is for the request's host alone.",
    http_only: ": where only forms send the token. It is not unless set."
);

impl CookieCsrfStoragePolicy {
    /// The cookie `csrf_token`, which lives as long as the browser runs.
    #[must_use]
    pub fn new() -> Self {
        let mut cookie = CookieProfile::new("csrf_token");
        cookie.http_only = false;
        Self { cookie, domain: None, max_age: None }
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
