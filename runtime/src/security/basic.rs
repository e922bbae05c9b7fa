//! Basic authentication (RFC 7617).

use std::fmt;

use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue};

use super::base64;
use crate::request::Request;

/// Who somebody claims to be, and the proof. Nobody has checked it yet.
///
/// The password does not show in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpBasicCredentials {
    /// The user.
    pub username: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for HttpBasicCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpBasicCredentials").field("username", &self.username).field("password", &"…").finish()
    }
}

/// User and password of the `Authorization` header. `None` if there is none, or one of another scheme, or one that makes no
/// sense.
///
/// They are UTF-8, or Latin-1 if they cannot be UTF-8. The first colon ends the user. Source: Pyramid's
/// `extract_http_basic_credentials`.
///
/// ```
/// use bytes::Bytes;
/// use pyramidion::Request;
/// use pyramidion::security::extract_http_basic_credentials;
///
/// let sent = http::Request::get("/").header("Authorization", "Basic YWRhOm9uZTp0d28=").body(()).unwrap();
/// let credentials = extract_http_basic_credentials(&Request::from_parts(sent.into_parts().0, Bytes::new())).unwrap();
/// assert_eq!((&*credentials.username, &*credentials.password), ("ada", "one:two"));
/// ```
#[must_use]
pub fn extract_http_basic_credentials(request: &Request) -> Option<HttpBasicCredentials> {
    parse(request.headers().get(AUTHORIZATION)?.as_bytes())
}

fn parse(authorization: &[u8]) -> Option<HttpBasicCredentials> {
    let space = authorization.iter().position(|byte| *byte == b' ')?;
    let (scheme, rest) = authorization.split_at(space);
    if !scheme.eq_ignore_ascii_case(b"basic") {
        return None;
    }
    let text = decode(base64::decode(rest)?);
    let (username, password) = text.split_once(':')?;
    Some(HttpBasicCredentials { username: username.to_owned(), password: password.to_owned() })
}

fn decode(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}

/// How an application asks for Basic credentials.
///
/// ```
/// use pyramidion::security::BasicAuth;
///
/// let [(name, value)] = BasicAuth::new("The vault").forget();
/// assert_eq!((name.as_str(), value.to_str().unwrap()), ("www-authenticate", "Basic realm=\"The vault\""));
/// ```
#[derive(Clone, Debug)]
pub struct BasicAuth {
    realm: String,
}

impl BasicAuth {
    /// Asks for the credentials of `realm`, which browsers may show to the user.
    #[must_use]
    pub fn new(realm: impl Into<String>) -> Self {
        Self { realm: realm.into() }
    }

    /// The realm.
    #[must_use]
    pub fn realm(&self) -> &str {
        &self.realm
    }

    /// The header of a 401 that asks for other credentials. There is no header to remember any: a browser sends them with
    /// each request.
    #[must_use]
    pub fn forget(&self) -> [(HeaderName, HeaderValue); 1] {
        let mut challenge = b"Basic realm=\"".to_vec();
        for char in self.realm.chars().filter(|char| !char.is_control()) {
            if matches!(char, '"' | '\\') {
                challenge.push(b'\\');
            }
            challenge.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
        }
        challenge.push(b'"');
        let challenge = HeaderValue::from_bytes(&challenge).expect("control characters are left out");
        [(WWW_AUTHENTICATE, challenge)]
    }
}

impl Default for BasicAuth {
    /// The realm `Realm`, as in Pyramid.
    fn default() -> Self {
        Self::new("Realm")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(header: &str) -> Option<(String, String)> {
        parse(header.as_bytes()).map(|found| (found.username, found.password))
    }

    #[test]
    fn credentials_are_read_as_pyramid_does() {
        let sent = |scheme: &str, bytes: &[u8]| read(&format!("{scheme} {}", base64::encode(bytes)));
        let found = |user: &str, password: &str| Some((user.to_owned(), password.to_owned()));
        assert_eq!(sent("Basic", b"ada:pass"), found("ada", "pass"));
        assert_eq!(sent("bAsIc", b":"), found("", ""));
        assert_eq!(sent("Basic", "é:☃".as_bytes()), found("é", "☃"));
        assert_eq!(sent("Basic", b"\xe9:x"), found("é", "x"));
        assert_eq!(sent("Basic", b"ada"), None);
        assert_eq!(sent("Bearer", b"ada:pass"), None);
        assert_eq!(read("Basic   YTpi  "), found("a", "b"));
        for header in ["", "Basic", "Basic ", "Basic YTp", "Basic\tYTpi", "Basic !!!"] {
            assert_eq!(read(header), None, "{header}");
        }
    }

    #[test]
    fn a_password_does_not_show() {
        let shown = format!("{:?}", parse(b"Basic YWRhOnNlZWtyaXQ=").unwrap());
        assert_eq!(shown, r#"HttpBasicCredentials { username: "ada", password: "…" }"#);
    }

    #[test]
    fn any_realm_makes_a_header() {
        let [(_, value)] = BasicAuth::new("a \"b\" \\ \r\n é").forget();
        assert_eq!(value.as_bytes(), "Basic realm=\"a \\\"b\\\" \\\\  é\"".as_bytes());
        assert_eq!(BasicAuth::default().realm(), "Realm");
    }

    proptest! {
        #[test]
        fn any_header_is_parsed(bytes in any::<Vec<u8>>()) {
            let _ = parse(&[b"Basic ", &*bytes].concat());
            let _ = parse(&bytes);
        }
    }
}
