//! Where the token is kept.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use cookie::{Cookie, SameSite};
use http::header::SET_COOKIE;
use subtle::ConstantTimeEq;

use crate::request::Request;
use crate::security::cookie_profile::{CookieProfile, Occasion};
use crate::security::{Secure, SecurityError, site};

/// Keeps the token of a browser; set by
/// [`Configurator::set_csrf_storage_policy`](crate::Configurator::set_csrf_storage_policy).
///
/// It is asked on the event loop and in the executor alike, so it must neither block nor wait. Source: Pyramid's
/// `ICSRFStoragePolicy`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::SecurityError;
/// use pyramidion::security::csrf::CsrfStoragePolicy;
///
/// /// For tests: everybody has the same token.
/// struct Known;
///
/// impl CsrfStoragePolicy for Known {
///     fn csrf_token(&self, _: &Request) -> Result<String, SecurityError> {
///         Ok("0123456789".to_owned())
///     }
///
///     fn new_csrf_token(&self, request: &Request) -> Result<String, SecurityError> {
///         self.csrf_token(request)
///     }
/// }
///
/// let config = Configurator::new().set_csrf_storage_policy(Known);
/// ```
pub trait CsrfStoragePolicy: Send + Sync + 'static {
    /// The token of the browser that has sent the request; a new one if it has none.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from knowing.
    fn csrf_token(&self, request: &Request) -> Result<String, SecurityError>;

    /// A new token in the place of the one that the browser has, as after a login.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from making one.
    fn new_csrf_token(&self, request: &Request) -> Result<String, SecurityError>;

    /// Whether `supplied` is the right token. It takes as long whether the first or the last character is wrong.
    ///
    /// # Errors
    ///
    /// As [`csrf_token`](Self::csrf_token).
    fn check_csrf_token(&self, request: &Request, supplied: &str) -> Result<bool, SecurityError> {
        let expected = self.csrf_token(request)?;
        Ok(!expected.is_empty() && bool::from(expected.as_bytes().ct_eq(supplied.as_bytes())))
    }
}

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
            let at = Occasion { domain: policy.domain.as_deref(), is_https };
            let token = made.token().unwrap_or_default();
            let cookie = policy.cookie.set(&token, policy.max_age, SystemTime::now(), at);
            response.headers_mut().append(SET_COOKIE, cookie);
        });
    }
}

impl Default for CookieCsrfStoragePolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl CsrfStoragePolicy for CookieCsrfStoragePolicy {
    fn csrf_token(&self, request: &Request) -> Result<String, SecurityError> {
        let made = request.visit().and_then(|visit| visit.kept::<Made>().token());
        let sent = || request.cookies().get(self.cookie.name()).map(Cookie::value).filter(|token| !token.is_empty());
        match made.or_else(|| sent().map(str::to_owned)) {
            Some(token) => Ok(token),
            None => self.new_csrf_token(request),
        }
    }

    fn new_csrf_token(&self, request: &Request) -> Result<String, SecurityError> {
        let token = random_token()?;
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

/// 128 random bits, as those of Pyramid's.
fn random_token() -> Result<String, SecurityError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| SecurityError::new(error.to_string()))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
