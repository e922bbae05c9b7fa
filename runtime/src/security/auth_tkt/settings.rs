//! How users are remembered: Pyramid's arguments of `AuthTktCookieHelper`, by their names there.

use std::time::Duration;

use cookie::SameSite;

use super::AuthTkt;
use crate::security::{HashAlgorithm, Secure};

impl AuthTkt {
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

    /// Whether a ticket is good for the client's address only: the [`client_addr`](crate::Request::client_addr), which the server
    /// has to tell. Behind a proxy it is the proxy's, unless the server trusts the proxy.
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
}
