//! A user remembered in a cookie.

mod error;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use cookie::{Cookie, SameSite};
use http::header::SET_COOKIE;
use http::{HeaderName, HeaderValue};

use super::cookie_profile::{CookieProfile, Occasion, Secure, quoted_len};
use super::hash::HashAlgorithm;
use super::secret::Secret;
use super::site;
use super::ticket::AuthTicket;
use super::user_id::UserId;
use crate::request::Request;

pub use self::error::RememberError;

/// The longest value of a cookie that browsers take.
const LONGEST: usize = 4093;

/// Remembers users in a signed cookie, as Pyramid's `AuthTktCookieHelper`.
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

#[derive(Clone, Debug)]
struct DomainRule {
    explicit: Option<String>,
    parent: bool,
    wild: bool,
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
            domain: DomainRule { explicit: None, parent: false, wild: true },
        }
    }

    /// Signs with another hash: Pyramid's `hashalg`. To change it is to log everybody out.
    #[must_use]
    pub fn hash(mut self, hash: HashAlgorithm) -> Self {
        self.hash = hash;
        self
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

    /// When the cookie is kept from plain `http`: [`Secure::Auto`] unless set. Pyramid never does unless told.
    #[must_use]
    pub fn secure(mut self, secure: Secure) -> Self {
        self.cookie.secure = secure;
        self
    }

    /// Whether the cookie is hidden from scripts. It is unless set; Pyramid's is not.
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

    /// Whether a ticket is good for the client's address only. The address is that of the connection, which the server has
    /// to tell: [`axum::extract::ConnectInfo`] of a [`SocketAddr`](std::net::SocketAddr). Behind a proxy it is the proxy's.
    #[must_use]
    pub fn include_ip(mut self, include_ip: bool) -> Self {
        self.include_ip = include_ip;
        self
    }

    /// How long a ticket is good, in whole seconds. Forever unless set, or if it is zero.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How old a ticket must be for a request to [issue](AuthTkt::reissue) a new one, in whole seconds. None is unless set.
    #[must_use]
    pub fn reissue_time(mut self, reissue_time: Duration) -> Self {
        self.reissue_time = Some(reissue_time);
        self
    }

    /// How long browsers keep the cookie, in whole seconds. As long as they run, unless set.
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

    /// The domain of the cookie, whatever the request's is.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain.explicit = Some(domain.into());
        self
    }

    /// Whether the cookie is for the request's host and the hosts below it. It is unless set.
    #[must_use]
    pub fn wild_domain(mut self, wild_domain: bool) -> Self {
        self.domain.wild = wild_domain;
        self
    }

    /// Whether the cookie is for the domain above the request's host, and all hosts there, if the host has two dots.
    #[must_use]
    pub fn parent_domain(mut self, parent_domain: bool) -> Self {
        self.domain.parent = parent_domain;
        self
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
        let address = if self.include_ip { site::remote_addr(request) } else { Some(AuthTicket::ANY_ADDRESS) };
        address.ok_or(RememberError::NoAddress)
    }

    fn occasion<'a>(&'a self, request: &'a Request) -> Occasion<'a> {
        Occasion { domain: self.domain.choose(site::domain(request)), is_https: site::is_https(request) }
    }
}

impl DomainRule {
    fn choose<'a>(&'a self, host: Option<&'a str>) -> Option<&'a str> {
        let above = || host?.split_once('.').map(|(_, above)| above).filter(|above| above.contains('.'));
        let parent = if self.parent { above() } else { None };
        let explicit = self.explicit.as_deref().filter(|domain| !domain.is_empty());
        explicit.or(parent).or(if self.wild { host } else { None })
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
