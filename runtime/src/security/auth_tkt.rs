//! A user remembered in a cookie.

mod domain;
mod error;
mod settings;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use cookie::Cookie;
use http::header::SET_COOKIE;
use http::{HeaderName, HeaderValue};

use self::domain::DomainRule;
use super::cookie_profile::{CookieProfile, Occasion, quoted_len};
use super::hash::HashAlgorithm;
use super::secret::Secret;
use super::site;
use super::ticket::AuthTicket;
use super::user_id::UserId;
use crate::request::Request;

pub use self::error::RememberError;

/// The longest value of a cookie that browsers take.
const LONGEST: usize = 4093;

/// Remembers users in a signed cookie, as Pyramid's `AuthTktCookieHelper`. [`AuthTktPolicy`](super::AuthTktPolicy) makes a
/// security policy of it.
///
/// ```
/// use std::time::SystemTime;
/// use bytes::Bytes;
/// use pyramidion::Request;
/// use pyramidion::security::{AuthTkt, RememberOptions};
///
/// let request = |builder: http::request::Builder| {
///     Request::from_parts(builder.header("Host", "localhost").body(()).unwrap().into_parts().0, Bytes::new())
/// };
/// let now = SystemTime::now();
/// let auth = AuthTkt::new("a secret of sixty-four random bytes");
///
/// let headers = auth.remember(&request(http::Request::get("/login")), "ada", RememberOptions::new(), now).unwrap();
/// let cookie = headers[0].1.to_str().unwrap().split(';').next().unwrap();
///
/// let later = request(http::Request::get("/").header("Cookie", cookie));
/// assert_eq!(auth.identify(&later, now).unwrap().userid, "ada");
/// ```
///
/// The cookie is `HttpOnly` and `SameSite=Lax`, and `Secure` when it is set over `https`; [the module](super) tells where
/// else this departs from Pyramid.
#[derive(Clone, Debug)]
pub struct AuthTkt {
    secret: Secret,
    hash: HashAlgorithm,
    cookie: CookieProfile,
    include_ip: bool,
    timeout: Option<Duration>,
    reissue_time: Option<Duration>,
    max_age: Option<Duration>,
    domain: DomainRule,
}

/// What a valid cookie tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthTktIdentity {
    /// When the ticket was issued, in seconds since 1970.
    pub timestamp: u64,
    /// The user.
    pub userid: UserId,
    /// The tokens that were remembered with the user.
    pub tokens: Vec<String>,
    /// The rest of the ticket, which names the userid's type.
    pub user_data: String,
    /// Whether the ticket is old enough to be [issued again](AuthTkt::reissue).
    pub reissue: bool,
}

/// What [`AuthTkt::remember`] shall do otherwise this time.
#[derive(Clone, Debug, Default)]
pub struct RememberOptions {
    max_age: Option<Duration>,
    tokens: Vec<String>,
}

impl RememberOptions {
    /// Nothing otherwise.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How long browsers shall keep this cookie, in whole seconds.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Tokens for the ticket: a letter, then letters, digits and any of `+_-`.
    #[must_use]
    pub fn tokens<T: Into<String>>(mut self, tokens: impl IntoIterator<Item = T>) -> Self {
        self.tokens = tokens.into_iter().map(Into::into).collect();
        self
    }
}

impl AuthTkt {
    /// Remembers users by tickets that are signed with `secret` and SHA-512, in the cookie `auth_tkt`.
    ///
    /// # Panics
    ///
    /// If the secret is empty.
    #[must_use]
    #[track_caller]
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secret: secret.into().not_empty("AuthTkt"),
            hash: HashAlgorithm::default(),
            cookie: CookieProfile::new("auth_tkt"),
            include_ip: false,
            timeout: None,
            reissue_time: None,
            max_age: None,
            domain: DomainRule::default(),
        }
    }

    /// The name of the cookie.
    pub(super) fn cookie_name_in_use(&self) -> &str {
        self.cookie.name()
    }

    /// Who sends the request, by its cookie. `None` if there is none, or one that is forged, has expired or is not for this
    /// client's address.
    ///
    /// If the identity says so, let the response [set the cookie anew](Self::reissue): once for each request, and not if it
    /// remembers or forgets somebody anyway.
    #[must_use]
    pub fn identify(&self, request: &Request, now: SystemTime) -> Option<AuthTktIdentity> {
        let value = request.cookies().get(self.cookie.name()).map(Cookie::value)?;
        let ip = self.address(request).inspect_err(|error| tracing::error!("{error}")).ok()?;
        self.identify_value(value, ip, now)
    }

    fn identify_value(&self, value: &str, ip: IpAddr, now: SystemTime) -> Option<AuthTktIdentity> {
        let ticket = AuthTicket::parse(value, &self.secret, ip, self.hash).ok()?;
        let age = since_epoch(now).checked_sub(Duration::from_secs(ticket.timestamp));
        let older_than = |limit: Duration| age.is_some_and(|age| age > whole(limit));
        if self.timeout.is_some_and(|timeout| !whole(timeout).is_zero() && older_than(timeout)) {
            return None;
        }
        Some(AuthTktIdentity {
            timestamp: ticket.timestamp,
            userid: UserId::from_ticket(&ticket.userid, &ticket.user_data)?,
            tokens: ticket.tokens.split(',').filter(|token| !token.is_empty()).map(str::to_owned).collect(),
            user_data: ticket.user_data,
            reissue: self.reissue_time.is_some_and(older_than),
        })
    }

    /// The headers of a response that make the browser remember `userid`.
    ///
    /// # Errors
    ///
    /// [`RememberError`]: a token that is none, a ticket too long for a cookie, or no address to include.
    pub fn remember(
        &self,
        request: &Request,
        userid: impl Into<UserId>,
        options: RememberOptions,
        now: SystemTime,
    ) -> Result<Vec<(HeaderName, HeaderValue)>, RememberError> {
        let value = self.ticket(request, &userid.into(), options.tokens, now)?.cookie_value(&self.secret, self.hash);
        let length = quoted_len(&value);
        if length > LONGEST {
            return Err(RememberError::TooLong { length });
        }
        let max_age = options.max_age.or(self.max_age);
        Ok(vec![(SET_COOKIE, self.cookie.set(&value, max_age, now, self.occasion(request)))])
    }

    /// The headers that renew the ticket of an identity, with its tokens.
    ///
    /// # Errors
    ///
    /// As [`remember`](Self::remember).
    pub fn reissue(
        &self,
        request: &Request,
        identity: &AuthTktIdentity,
        now: SystemTime,
    ) -> Result<Vec<(HeaderName, HeaderValue)>, RememberError> {
        let options = RememberOptions::new().tokens(identity.tokens.iter().cloned());
        self.remember(request, identity.userid.clone(), options, now)
    }

    /// The headers of a response that make the browser forget the user.
    #[must_use]
    pub fn forget(&self, request: &Request) -> Vec<(HeaderName, HeaderValue)> {
        vec![(SET_COOKIE, self.cookie.delete(self.occasion(request)))]
    }

    fn ticket(
        &self,
        request: &Request,
        userid: &UserId,
        tokens: Vec<String>,
        now: SystemTime,
    ) -> Result<AuthTicket, RememberError> {
        if let Some(token) = tokens.iter().find(|token| !is_token(token)) {
            return Err(RememberError::Token(token.clone()));
        }
        let (ip, tokens) = (self.address(request)?, tokens.join(","));
        let (userid, user_data) = userid.to_ticket();
        Ok(AuthTicket { ip, tokens, user_data, ..AuthTicket::new(userid, since_epoch(now).as_secs()) })
    }

    fn address(&self, request: &Request) -> Result<IpAddr, RememberError> {
        let address = if self.include_ip { request.client_addr() } else { Some(AuthTicket::ANY_ADDRESS) };
        address.ok_or(RememberError::NoAddress)
    }

    fn occasion<'a>(&'a self, request: &'a Request) -> Occasion<'a> {
        Occasion { domain: self.domain.choose(site::domain(request)), is_https: site::is_https(request) }
    }
}

fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

/// Pyramid's settings are whole seconds.
fn whole(duration: Duration) -> Duration {
    Duration::from_secs(duration.as_secs())
}

fn is_token(token: &str) -> bool {
    token.starts_with(|first: char| first.is_ascii_alphabetic())
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+_-".contains(&byte))
}
