//! Sessions that the browser keeps itself, in a cookie that it cannot change.

use std::time::{Duration, SystemTime};

use cookie::Cookie;
use http::HeaderMap;
use http::header::SET_COOKIE;

use super::factory::{SessionFactory, SessionToSave};
use crate::request::Request;
use crate::security::cookie_options::cookie_options;
use crate::security::cookie_profile::{CookieProfile, Occasion};
use crate::security::{Secret, SessionCookie, SessionError, SignedSerializer, StoredSession, site};

/// Keeps each session in a signed cookie: the server keeps nothing, and the client can read it, but not change it.
///
/// Source: Pyramid's `SignedCookieSessionFactory`, with the same options; with the same secret, an application in Python and one in
/// Rust share their sessions. A session may be some 2900 bytes of JSON long.
///
/// Where this departs from Pyramid: the cookie is `HttpOnly`, and `Secure` if the request came by `https`, unless told otherwise.
///
/// ```
/// use std::time::Duration;
/// use pyramidion::prelude::*;
/// use pyramidion::security::Secure;
/// use pyramidion::security::session::SignedCookieSessionFactory;
///
/// let sessions = SignedCookieSessionFactory::new("a secret of sixty-four random bytes")
///     .secure(Secure::Always)
///     .timeout(Duration::from_secs(3600))
///     .reissue_time(Duration::from_secs(360));
/// let config = Configurator::new().set_session_factory(sessions);
/// ```
#[derive(Clone, Debug)]
pub struct SignedCookieSessionFactory {
    sessions: SessionCookie,
    cookie: CookieProfile,
    domain: Option<String>,
    max_age: Option<Duration>,
    set_on_exception: bool,
}

cookie_options!(
    SignedCookieSessionFactory,
    domain: domain ". Unless set it is for the request's host alone.",
    http_only: ". It is unless set."
);

impl SignedCookieSessionFactory {
    /// Sessions in the cookie `session`, signed with this secret; they end after 20 minutes without a request.
    ///
    /// # Panics
    ///
    /// If the secret is empty.
    #[must_use]
    #[track_caller]
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self::with_serializer(SignedSerializer::new(secret, SessionCookie::SALT))
    }

    /// Sessions that are signed with another salt than [`SessionCookie::SALT`], or another hash than SHA-512: Pyramid's `salt` and
    /// `hashalg`.
    ///
    /// ```
    /// use pyramidion::security::session::SignedCookieSessionFactory;
    /// use pyramidion::security::{HashAlgorithm, SignedSerializer};
    ///
    /// let serializer = SignedSerializer::new("a secret of random bytes", "shop.session.").hash(HashAlgorithm::Sha256);
    /// let sessions = SignedCookieSessionFactory::with_serializer(serializer);
    /// ```
    #[must_use]
    pub fn with_serializer(serializer: SignedSerializer) -> Self {
        let (sessions, cookie) = (SessionCookie::with_serializer(serializer), CookieProfile::new("session"));
        Self { sessions, cookie, domain: None, max_age: None, set_on_exception: true }
    }

    /// Whether a session is also kept where the response stands for an error: it fails, it is an HTTP exception, or an exception
    /// view has made it. It is unless set.
    #[must_use]
    pub fn set_on_exception(mut self, set_on_exception: bool) -> Self {
        self.set_on_exception = set_on_exception;
        self
    }

    /// How long a session lives without a request, in whole seconds; `None` for ever. 20 minutes unless set.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.sessions = self.sessions.timeout(timeout);
        self
    }

    /// How old a cookie must be to be written again because its session was read, in whole seconds; `None` for never, and then a
    /// session lives no longer than its timeout after the last change. Nothing at all unless set: a tenth of the timeout is a good
    /// choice.
    #[must_use]
    pub fn reissue_time(mut self, reissue_time: impl Into<Option<Duration>>) -> Self {
        self.sessions = self.sessions.reissue_time(reissue_time);
        self
    }

    pub(in crate::security) fn open(&self, request: &Request, now: SystemTime) -> StoredSession {
        self.sessions.open(request.cookies().get(self.cookie.name()).map(Cookie::value), now)
    }

    /// The headers that have the browser keep a session.
    pub(in crate::security) fn headers(
        &self,
        session: &SessionToSave,
        is_https: bool,
        now: SystemTime,
    ) -> Result<HeaderMap, SessionError> {
        if session.is_exception && !self.set_on_exception {
            return Ok(HeaderMap::new());
        }
        let value = self.sessions.seal(&session.values, session.created, session.accessed)?;
        let at = Occasion { domain: self.domain.as_deref(), is_https };
        Ok(HeaderMap::from_iter([(SET_COOKIE, self.cookie.set(&value, self.max_age, now, at))]))
    }
}

impl SessionFactory for SignedCookieSessionFactory {
    /// Whether the request came by `https`.
    type Key = bool;

    async fn load(&self, request: &Request) -> Result<(bool, StoredSession), SessionError> {
        Ok((site::is_https(request), self.open(request, SystemTime::now())))
    }

    async fn save(&self, is_https: &bool, session: SessionToSave) -> Result<HeaderMap, SessionError> {
        self.headers(&session, *is_https, SystemTime::now())
    }

    fn is_due(&self, session: &StoredSession, accessed: SystemTime) -> bool {
        self.sessions.is_due(session, accessed)
    }
}
