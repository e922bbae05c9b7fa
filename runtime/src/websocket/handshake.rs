//! From an HTTP request to an open websocket ([RFC 6455, section 4.2](https://www.rfc-editor.org/rfc/rfc6455#section-4.2)).

use std::{future::Future, panic::AssertUnwindSafe};

use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use http::{
    HeaderMap, HeaderValue, Method, StatusCode, Version,
    header::{self, HeaderName},
    request::Parts,
};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tracing::Instrument as _;

use crate::request::Outlives;
use crate::watchdog::Watched;

use super::{
    Websocket, WebsocketCallbacks, WebsocketOptions, WebsocketOutcome, callbacks::drive_callbacks, open, outcome::judge,
};

const WEBSOCKET: HeaderValue = HeaderValue::from_static("websocket");
const UPGRADE: HeaderValue = HeaderValue::from_static("upgrade");
const VERSION: HeaderValue = HeaderValue::from_static("13");

/// A valid opening handshake that waits for its answer.
#[doc(hidden)]
#[derive(Debug)]
pub struct Handshake {
    accept: HeaderValue,
    offered: Vec<HeaderValue>,
    subprotocol: Option<HeaderValue>,
    upgrade: OnUpgrade,
    watched: Option<Watched>,
    /// Who waits for the websocket's end learns of it because this is dropped with `self`.
    _outlives: Option<Outlives>,
}

impl Handshake {
    /// Checks a request and takes the connection's upgrade out of its extensions.
    ///
    /// # Errors
    /// The response to send instead: 400 with a text that says what is missing, 426 for another version of the protocol,
    /// and 500, logged, when the server that runs the application cannot upgrade connections.
    pub fn accept(parts: &mut Parts) -> Result<Self, Response> {
        Self::read(parts).map_err(Refusal::into_response)
    }

    fn read(parts: &mut Parts) -> Result<Self, Refusal> {
        check_request(parts)?;
        check_version(&parts.headers)?;
        let key = websocket_key(&parts.headers)?;
        let accept = HeaderValue::try_from(derive_accept_key(key)).expect("base64 is ASCII");
        let offered = parts.headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter().cloned().collect();
        let upgrade = parts.extensions.remove::<OnUpgrade>().ok_or(Refusal::NoUpgrades)?;
        let _outlives = parts.extensions.remove();
        Ok(Self { accept, offered, subprotocol: None, upgrade, watched: None, _outlives })
    }

    /// Watches the view's polls, those in which its callbacks are called among them.
    pub(crate) fn watched(mut self, watched: Option<&Watched>) -> Self {
        self.watched = watched.cloned();
        self
    }

    /// Agrees on the first of `supported` that the client offers; on none when it offers none of them.
    #[must_use]
    pub fn choose_subprotocol(mut self, supported: &[&'static str]) -> Self {
        let chosen = supported.iter().find(|name| list_items(self.offered.iter()).any(|offered| offered == **name));
        self.subprotocol = chosen.map(|name| HeaderValue::from_static(name));
        self
    }

    /// The 101 response. Spawns the task that runs the view on the upgraded connection and closes it by the view's outcome.
    ///
    /// `view` names the view in the log.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn respond<F, Fut>(self, view: &'static str, options: WebsocketOptions, run: F) -> Response
    where
        F: FnOnce(Websocket) -> Fut + Send + 'static,
        Fut: Future + Send + 'static,
        Fut::Output: WebsocketOutcome + Send,
    {
        let mut response = StatusCode::SWITCHING_PROTOCOLS.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, UPGRADE);
        headers.insert(header::UPGRADE, WEBSOCKET);
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept.clone());
        if let Some(name) = &self.subprotocol {
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, name.clone());
        }
        tokio::spawn(self.run(view, options, run).in_current_span());
        response
    }

    /// As [`respond`](Self::respond), for a view with callbacks, which `start` makes.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn respond_by_callbacks<V: WebsocketCallbacks>(
        self,
        view: &'static str,
        options: WebsocketOptions,
        start: impl FnOnce(Websocket) -> V + Send + 'static,
    ) -> Response {
        let watched = self.watched.clone();
        self.respond(view, options, move |websocket| drive_callbacks(start(websocket), watched))
    }

    async fn run<F, Fut>(self, view: &'static str, options: WebsocketOptions, run: F)
    where
        F: FnOnce(Websocket) -> Fut,
        Fut: Future,
        Fut::Output: WebsocketOutcome,
    {
        let upgraded = match self.upgrade.await {
            Ok(upgraded) => TokioIo::new(upgraded),
            Err(error) => {
                tracing::debug!(view, %error, "the client left before the websocket was open");
                return;
            }
        };
        let subprotocol = self.subprotocol.as_ref().and_then(|name| name.to_str().ok()).map(Into::into);
        let (websocket, returned) = open(Box::new(upgraded), options, subprotocol).await;
        let ended =
            AssertUnwindSafe(Watched::future(self.watched, async move { run(websocket).await })).catch_unwind().await;
        let (code, text) = judge(view, ended);
        returned.close(code, text).await;
    }
}

/// Why a handshake fails.
enum Refusal {
    Bad(&'static str),
    WrongVersion,
    NoUpgrades,
}

impl Refusal {
    fn into_response(self) -> Response {
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
    match headers.get(header::SEC_WEBSOCKET_VERSION) {
        Some(version) if *version == VERSION => Ok(()),
        Some(_) => Err(Refusal::WrongVersion),
        None => Err(Refusal::Bad("the header `Sec-WebSocket-Version: 13` is missing")),
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

fn list_items<'a>(values: impl Iterator<Item = &'a HeaderValue>) -> impl Iterator<Item = &'a str> {
    values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

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
        let conditions: [(Change, u16); 10] = [
            (|parts| parts.method = Method::POST, 400),
            (|parts| parts.version = Version::HTTP_10, 400),
            (|parts| parts.version = Version::HTTP_2, 400),
            (|parts| drop(parts.headers.remove("host")), 400),
            (|parts| drop(parts.headers.remove("upgrade")), 400),
            (|parts| drop(parts.headers.insert("connection", HeaderValue::from_static("keep-alive"))), 400),
            (|parts| drop(parts.headers.remove("sec-websocket-version")), 400),
            (|parts| drop(parts.headers.insert("sec-websocket-version", HeaderValue::from_static("8"))), 426),
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
