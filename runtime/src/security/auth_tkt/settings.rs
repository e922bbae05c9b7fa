//! How users are remembered: Pyramid's arguments of `AuthTktCookieHelper`, by their names there.

use std::time::Duration;

use super::AuthTkt;
use crate::security::HashAlgorithm;
use crate::security::cookie_options::cookie_options;

cookie_options!(
    AuthTkt,
    domain: domain.explicit ", whatever the request's is.",
    http_only: ". It is unless set; Pyramid's is not."
);

impl AuthTkt {
    /// Signs with another hash: Pyramid's `hashalg`. To change it is to log everybody out.
    #[must_use]
    pub fn hash(mut self, hash: HashAlgorithm) -> Self {
        self.hash = hash;
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
