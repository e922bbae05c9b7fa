//! What a request must say to open a websocket, and what it gets if it does not.

use axum::response::{IntoResponse as _, Response};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode, Version,
    header::{self, HeaderName},
    request::Parts,
};
use hyper::ext::Protocol;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

pub(super) const WEBSOCKET: HeaderValue = HeaderValue::from_static("websocket");
pub(super) const UPGRADE: HeaderValue = HeaderValue::from_static("upgrade");
const VERSION: HeaderValue = HeaderValue::from_static("13");

/// Checks a request; gives what is to be answered to its key, if it needs one.
pub(super) fn read(parts: &Parts) -> Result<Option<HeaderValue>, Refusal> {
    if is_extended_connect(parts) {
        check_version(&parts.headers)?;
        return Ok(None);
    }
    check_request(parts)?;
    check_version(&parts.headers)?;
    let accept = derive_accept_key(websocket_key(&parts.headers)?);
    Ok(Some(HeaderValue::try_from(accept).expect("base64 is ASCII")))
}

/// RFC 8441, section 5: a CONNECT of HTTP/2 whose `:protocol` is `websocket`.
fn is_extended_connect(parts: &Parts) -> bool {
    let protocol = parts.extensions.get::<Protocol>();
    parts.method == Method::CONNECT && protocol.is_some_and(|protocol| protocol.as_str() == "websocket")
}

/// Why a handshake fails.
pub(super) enum Refusal {
    Bad(&'static str),
    WrongVersion,
    NoUpgrades,
    /// The server is about to end.
    Draining,
    /// A page of another site wants to open the websocket of a view.
    Origin {
        view: &'static str,
        origin: String,
    },
}

impl Refusal {
    pub(super) fn into_response(self) -> Response {
        match self {
            Self::Bad(problem) => {
                let help =
                    "this address is a websocket; open it with a websocket client, as in `new WebSocket(\"ws://…\")`";
                let text = format!("bad websocket handshake: {problem}\nhelp: {help}\n");
                (StatusCode::BAD_REQUEST, text).into_response()
            }
            Self::WrongVersion => {
                let offer = [
                    (header::SEC_WEBSOCKET_VERSION, VERSION),
                    (header::UPGRADE, WEBSOCKET),
                    (header::CONNECTION, UPGRADE),
                ];
                let text = "bad websocket handshake: the header `Sec-WebSocket-Version` must be 13\n";
                (StatusCode::UPGRADE_REQUIRED, offer, text).into_response()
            }
            Self::NoUpgrades => {
                let help = "serve hyper connections `.with_upgrades()`, and let no layer drop the request's extensions";
                tracing::error!("a websocket was refused: the server does not upgrade connections\nhelp: {help}");
                (StatusCode::INTERNAL_SERVER_ERROR, "the server cannot open websockets\n").into_response()
            }
            Self::Draining => {
                let again = [(header::RETRY_AFTER, HeaderValue::from_static("1"))];
                (StatusCode::SERVICE_UNAVAILABLE, again, "the server goes away; try again\n").into_response()
            }
            Self::Origin { view, origin } => {
                let help = "allow it by the key `origins` of the view, or by the setting `websocket.origins`";
                tracing::warn!(view, origin, "a websocket was refused to a page of another site\nhelp: {help}");
                (StatusCode::FORBIDDEN, "pages of your origin may not open this websocket\n").into_response()
            }
        }
    }
}

fn check_request(parts: &Parts) -> Result<(), Refusal> {
    let headers = &parts.headers;
    let problem = if parts.method != Method::GET {
        "the method must be GET"
    } else if parts.version != Version::HTTP_11 {
        "the HTTP version must be 1.1"
    } else if !headers.contains_key(header::HOST) {
        "the header `Host` is missing"
    } else if !names(headers, header::UPGRADE, "websocket") {
        "the header `Upgrade: websocket` is missing"
    } else if !names(headers, header::CONNECTION, "upgrade") {
        "the header `Connection: Upgrade` is missing"
    } else {
        return Ok(());
    };
    Err(Refusal::Bad(problem))
}

fn check_version(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut versions = headers.get_all(header::SEC_WEBSOCKET_VERSION).iter();
    match (versions.next(), versions.next()) {
        (None, _) => Err(Refusal::Bad("the header `Sec-WebSocket-Version: 13` is missing")),
        (Some(version), None) if *version == VERSION => Ok(()),
        (Some(_), None) => Err(Refusal::WrongVersion),
        (Some(_), Some(_)) => Err(Refusal::Bad("the header `Sec-WebSocket-Version` is there twice")),
    }
}

fn websocket_key(headers: &HeaderMap) -> Result<&[u8], Refusal> {
    let mut keys = headers.get_all(header::SEC_WEBSOCKET_KEY).iter();
    match (keys.next(), keys.next()) {
        (None, _) => Err(Refusal::Bad("the header `Sec-WebSocket-Key` is missing")),
        (Some(key), None) if is_nonce(key.as_bytes()) => Ok(key.as_bytes()),
        (Some(_), None) => Err(Refusal::Bad("the header `Sec-WebSocket-Key` must be 16 bytes in base64")),
        (Some(_), Some(_)) => Err(Refusal::Bad("the header `Sec-WebSocket-Key` is there twice")),
    }
}

/// Whether the key has the shape of 16 bytes in base64: 22 characters and the padding.
fn is_nonce(key: &[u8]) -> bool {
    key.strip_suffix(b"==").is_some_and(|digits| {
        digits.len() == 22 && digits.iter().all(|c| c.is_ascii_alphanumeric() || b"+/".contains(c))
    })
}

/// Whether a header that is a list contains the item, in any case.
fn names(headers: &HeaderMap, name: HeaderName, item: &str) -> bool {
    list_items(headers.get_all(name).iter()).any(|found| found.eq_ignore_ascii_case(item))
}

pub(super) fn list_items<'a>(values: impl Iterator<Item = &'a HeaderValue>) -> impl Iterator<Item = &'a str> {
    values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        drain::{Drain, Farewell},
        websocket::Handshake,
    };

    type Change = fn(&mut Parts);

    /// The request of RFC 6455, section 1.3, changed.
    fn refused(change: Change) -> Response {
        let request = http::Request::get("/chat")
            .header("host", "server.example.com")
            .header("upgrade", "WebSocket")
            .header("connection", "keep-alive, Upgrade")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
            .header("sec-websocket-version", "13");
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        change(&mut parts);
        Handshake::accept(&mut parts).unwrap_err()
    }

    #[test]
    fn each_condition_of_the_rfc_is_asked_for() {
        let conditions: [(Change, u16); 11] = [
            (|parts| parts.method = Method::POST, 400),
            (|parts| parts.version = Version::HTTP_10, 400),
            (|parts| parts.version = Version::HTTP_2, 400),
            (|parts| drop(parts.headers.remove("host")), 400),
            (|parts| drop(parts.headers.remove("upgrade")), 400),
            (|parts| drop(parts.headers.insert("connection", HeaderValue::from_static("keep-alive"))), 400),
            (|parts| drop(parts.headers.remove("sec-websocket-version")), 400),
            (|parts| drop(parts.headers.insert("sec-websocket-version", HeaderValue::from_static("8"))), 426),
            (|parts| assert!(parts.headers.append("sec-websocket-version", HeaderValue::from_static("13"))), 400),
            (|parts| drop(parts.headers.remove("sec-websocket-key")), 400),
            (|parts| assert!(parts.headers.append("sec-websocket-key", HeaderValue::from_static("again"))), 400),
        ];
        for (position, (change, status)) in conditions.into_iter().enumerate() {
            assert_eq!(refused(change).status(), status, "condition {position}");
        }
    }

    #[test]
    fn another_version_is_told_ours() {
        let response =
            refused(|parts| drop(parts.headers.insert("sec-websocket-version", HeaderValue::from_static("8"))));
        assert_eq!(response.headers()["sec-websocket-version"], "13");
        assert_eq!(response.headers()["upgrade"], "websocket");
    }

    #[test]
    fn a_server_without_upgrades_is_at_fault_itself() {
        assert_eq!(refused(|_| ()).status(), 500);
    }

    #[test]
    fn a_server_that_drains_refuses() {
        let response = refused(|parts| {
            let drain = Drain::new();
            drain.begin(Farewell { code: 1012, spread: std::time::Duration::ZERO });
            parts.extensions.insert(drain);
        });
        assert_eq!(
            (response.status().as_u16(), &response.headers()["retry-after"]),
            (503, &HeaderValue::from_static("1"))
        );
    }

    #[test]
    fn a_connect_of_http_2_needs_no_key() {
        let request = http::Request::connect("https://example.com/chat").version(Version::HTTP_2);
        let request = request.header("sec-websocket-version", "13");
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        assert!(read(&parts).is_err(), "a tunnel is no websocket");
        parts.extensions.insert(Protocol::from_static("websocket"));
        assert!(matches!(read(&parts), Ok(None)));
        parts.extensions.insert(Protocol::from_static("connect-udp"));
        assert!(read(&parts).is_err());
    }

    #[test]
    fn a_key_is_sixteen_bytes_in_base64() {
        assert!(is_nonce(b"dGhlIHNhbXBsZSBub25jZQ=="));
        for key in [
            &b""[..],
            b"==",
            b"dGhlIHNhbXBsZSBub25jZQ",
            b"dGhlIHNhbXBsZSBub25jZ===",
            b"dGhlIHNhbXBsZSBub25jZQQ==",
            b"dGhlIHNhbXBsZSBub25j!Q==",
        ] {
            assert!(!is_nonce(key), "{key:?}");
        }
    }
}
