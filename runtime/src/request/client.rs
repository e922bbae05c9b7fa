//! Who sends a request, and what they call this site.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::header::HOST;
use http::uri::{Authority, Scheme};

use super::Request;

/// Who sends a request and how, as the server knows it: from the connection, or from proxies that it trusts.
///
/// The server leaves it among the request's [extensions](Request::extensions), and what depends on it reads it there: the URLs
/// that a request makes, cookies that are `Secure` over `https`, tickets that include the address, the origin that CSRF protection
/// compares. Without it they go by the connection's address and the request's target. A server of your own says by it what it knows:
///
/// ```
/// use std::net::Ipv4Addr;
///
/// use pyramidion::request::{Client, Request};
///
/// let request = http::Request::get("/").header("host", "internal:8080").body(axum::body::Body::empty()).unwrap();
/// let mut request = Request::new(request);
/// assert_eq!((request.scheme(), request.host()), ("http", Some("internal:8080")));
///
/// let client = Client::new(Some(Ipv4Addr::new(192, 0, 2, 1).into())).https(true).host("example.com".parse().unwrap());
/// request.extensions_mut().insert(client);
/// assert_eq!((request.scheme(), request.host()), ("https", Some("example.com")));
/// assert_eq!(request.client_addr(), Some(Ipv4Addr::new(192, 0, 2, 1).into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    address: Option<IpAddr>,
    is_https: bool,
    host: Option<Authority>,
}

impl Client {
    /// A client at `address`, by plain `http`, that asks for the host which the request names.
    ///
    /// `None` is for a client whose address nobody knows: a process of this machine, or one that a proxy hides.
    #[must_use]
    pub fn new(address: Option<IpAddr>) -> Self {
        Self { address, is_https: false, host: None }
    }

    /// Whether the client came by `https`.
    #[must_use]
    pub fn https(mut self, is_https: bool) -> Self {
        self.is_https = is_https;
        self
    }

    /// The host that the client asked for, if it is not the one that the request names.
    #[must_use]
    pub fn host(mut self, host: Authority) -> Self {
        self.host = Some(host);
        self
    }

    /// The client's address, if it is known.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// Whether the client came by `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.is_https
    }

    /// The host that the client asked for, if a proxy has told it.
    #[must_use]
    pub fn forwarded_host(&self) -> Option<&Authority> {
        self.host.as_ref()
    }
}

impl Request {
    /// The client's address. Pyramid's `client_addr`, but believing only proxies that the server trusts.
    ///
    /// It is what [`Client`] says, or else the address at the other end of the connection, if the server tells it by
    /// [`ConnectInfo`].
    #[must_use]
    pub fn client_addr(&self) -> Option<IpAddr> {
        match self.extensions().get::<Client>() {
            Some(client) => client.address,
            None => self.extensions().get().map(|ConnectInfo(address): &ConnectInfo<SocketAddr>| address.ip()),
        }
    }

    /// The scheme by which the client came, as [`Client`] says; or else that of the request's target, or `http`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        match self.extensions().get::<Client>() {
            Some(client) if client.is_https => "https",
            Some(_) => "http",
            None => self.uri().scheme().map_or("http", Scheme::as_str),
        }
    }

    /// The host that the client asked for, with the port if it names one: what a trusted proxy says ([`Client`]), or else the
    /// request's target, or the `Host` header. It is the client's word.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        let told = self.extensions().get::<Client>().and_then(|client| client.host.as_ref());
        told.or(self.uri().authority()).map(Authority::as_str).or_else(|| self.header(HOST))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(target: &str) -> Request {
        let mut request = Request::new(http::Request::get(target).header(HOST, "named").body(Body::empty()).unwrap());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 1))));
        request
    }

    #[test]
    fn without_a_client_the_connection_and_the_target_count() {
        let relative = request("/");
        assert_eq!((relative.scheme(), relative.host()), ("http", Some("named")));
        assert_eq!(relative.client_addr(), Some([192, 0, 2, 7].into()));
        let absolute = request("https://asked/");
        assert_eq!((absolute.scheme(), absolute.host()), ("https", Some("asked")));
    }

    #[test]
    fn the_client_counts_before_what_the_request_claims() {
        let mut claims = request("https://asked/");
        claims.extensions_mut().insert(Client::new(None));
        assert_eq!((claims.scheme(), claims.host(), claims.client_addr()), ("http", Some("asked"), None));
        assert_eq!(claims.url(), "http://asked/");

        let mut forwarded = request("/a?b");
        forwarded.extensions_mut().insert(Client::new(None).https(true).host("example.com:8443".parse().unwrap()));
        assert_eq!(forwarded.url(), "https://example.com:8443/a?b");
    }
}
