//! Which pages may open a websocket ([RFC 6455, section 10.2](https://www.rfc-editor.org/rfc/rfc6455#section-10.2)).
//!
//! A browser opens websockets for pages of any site, with the user's cookies, and says in `Origin` whose page it was. What is
//! no browser says nothing.

use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::uri::Authority;

use crate::request::Client;

/// Whose page opens the websocket.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Origin {
    /// None that we know of.
    Nobody,
    /// The one that it is opened on.
    Own,
    /// Another, as the header has it.
    Foreign(String),
}

impl Origin {
    pub(super) fn of(parts: &Parts) -> Self {
        let mut origins = parts.headers.get_all(ORIGIN).iter();
        let (Some(origin), None) = (origins.next(), origins.next()) else {
            let is_there = parts.headers.contains_key(ORIGIN);
            return if is_there { Self::Foreign("several at once".to_owned()) } else { Self::Nobody };
        };
        let text = String::from_utf8_lossy(origin.as_bytes());
        if is_own(&text, parts) { Self::Own } else { Self::Foreign(text.into_owned()) }
    }

    /// The origin, if it is not among those that are allowed.
    pub(super) fn refused<'a>(&self, mut allowed: impl Iterator<Item = &'a str>) -> Option<&str> {
        let Self::Foreign(origin) = self else { return None };
        let is_it = |allowed: &str| allowed == "*" || allowed.trim_end_matches('/').eq_ignore_ascii_case(origin);
        (!allowed.any(is_it)).then_some(origin)
    }
}

/// Whether host and port are those that the request is for. A page that came by `http` is no own one where the request is known to
/// come by `https`: anybody on the way may have written it. Else nothing is known of the scheme, for there may be a proxy that speaks
/// TLS, and it only tells the port where none is named.
fn is_own(origin: &str, parts: &Parts) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    let is_https = parts.extensions.get::<Client>().is_some_and(Client::is_https);
    let port = match scheme {
        "http" if is_https => return false,
        "http" => 80,
        "https" => 443,
        _ => return false,
    };
    let (Ok(theirs), Some(own)) = (authority.parse::<Authority>(), own(parts)) else { return false };
    let (Some(theirs), Some(own)) = (place(&theirs, port), place(&own, port)) else { return false };
    theirs.0.eq_ignore_ascii_case(own.0) && theirs.1 == own.1
}

/// Host and port, if it is nothing else: an [`Authority`] may have a user, and anything after the bracket of `[::1]`.
fn place(authority: &Authority, port: u16) -> Option<(&str, u16)> {
    let host = authority.host();
    match authority.as_str().strip_prefix(host)? {
        "" | ":" => Some((host, port)),
        named => Some((host, named.strip_prefix(':')?.parse().ok()?)),
    }
}

/// The host that the client asked for: a trusted proxy's word goes before the request's own.
fn own(parts: &Parts) -> Option<Authority> {
    let forwarded = parts.extensions.get::<Client>().and_then(Client::forwarded_host);
    let host = || parts.headers.get(HOST)?.to_str().ok()?.parse().ok();
    forwarded.cloned().or_else(host).or_else(|| parts.uri.authority().cloned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn origin(host: &str, origins: &[&str]) -> Origin {
        let request = http::Request::get("/ws").header(HOST, host);
        let request = origins.iter().fold(request, |request, origin| request.header(ORIGIN, *origin));
        Origin::of(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn behind_a_trusted_proxy_the_own_origin_is_the_one_that_the_client_sees() {
        let request = http::Request::get("/ws").header(HOST, "10.0.0.7:6543").header(ORIGIN, "https://example.com");
        let mut parts = request.body(()).unwrap().into_parts().0;
        assert_ne!(Origin::of(&parts), Origin::Own);
        parts.extensions.insert(Client::new(None).https(true).host("example.com".parse().unwrap()));
        assert_eq!(Origin::of(&parts), Origin::Own);
    }

    #[test]
    fn a_page_by_http_is_foreign_where_requests_come_by_https() {
        for (is_https, expected) in [(false, Origin::Own), (true, Origin::Foreign("http://example.com".to_owned()))] {
            let request = http::Request::get("/ws").header(HOST, "example.com").header(ORIGIN, "http://example.com");
            let mut parts = request.body(()).unwrap().into_parts().0;
            parts.extensions.insert(Client::new(None).https(is_https));
            assert_eq!(Origin::of(&parts), expected);
        }
    }

    #[test]
    fn the_own_origin_is_host_and_port() {
        for (host, own) in [
            ("example.com", "http://example.com"),
            ("example.com", "https://EXAMPLE.com"),
            ("example.com:443", "https://example.com"),
            ("example.com:8080", "http://example.com:8080"),
            ("[::1]:6543", "http://[::1]:6543"),
        ] {
            assert_eq!(origin(host, &[own]), Origin::Own, "{own} on {host}");
        }
        for (host, foreign) in [
            ("example.com", "http://example.com:8080"),
            ("example.com:80", "https://example.com"),
            ("example.com", "http://example.com.evil.org"),
            ("example.com", "http://user@evil.org"),
            ("example.com", "http://user@example.com"),
            ("example.com", "http://example.com:65617"),
            ("[::1]", "http://[::1]8080"),
            ("[::1]8080", "http://[::1]8080"),
            ("example.com", "null"),
            ("example.com", ""),
            ("example.com", "ftp://example.com"),
            ("not a host", "http://example.com"),
        ] {
            assert_eq!(origin(host, &[foreign]), Origin::Foreign(foreign.to_owned()), "{foreign} on {host}");
        }
        assert_eq!(origin("example.com", &[]), Origin::Nobody);
        assert!(matches!(origin("example.com", &["http://example.com", "http://evil.org"]), Origin::Foreign(_)));
    }

    #[test]
    fn an_authority_of_http_2_is_a_host_as_well() {
        let request = http::Request::connect("https://example.com/ws").header(ORIGIN, "https://example.com");
        assert_eq!(Origin::of(&request.body(()).unwrap().into_parts().0), Origin::Own);
    }

    #[test]
    fn others_are_allowed_by_name() {
        let foreign = origin("example.com", &["https://Other.org"]);
        assert_eq!(foreign.refused([].into_iter()), Some("https://Other.org"));
        assert_eq!(foreign.refused(["https://else.org"].into_iter()), Some("https://Other.org"));
        assert_eq!(foreign.refused(["https://else.org", "https://other.org/"].into_iter()), None);
        assert_eq!(foreign.refused(["*"].into_iter()), None);
        assert_eq!(Origin::Nobody.refused([].into_iter()), None);
        assert_eq!(Origin::Own.refused([].into_iter()), None);
    }
}
