//! The client's half of the opening handshake, over any stream.

use std::{convert::Infallible, error::Error, fmt, io};

use axum::{Router, body::Body};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Uri,
    header::{
        CONNECTION, HOST, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION,
        UPGRADE,
    },
};
use http_body_util::{BodyExt as _, Empty};
use hyper::{body::Incoming, service::service_fn, upgrade::Upgraded};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite, duplex},
    net::TcpStream,
};
use tokio_tungstenite::tungstenite::handshake::{client::generate_key, derive_accept_key};
use tower::ServiceExt as _;

use super::{DUPLEX_SIZE, WebsocketClient};

/// A handshake in preparation; see [`WebsocketClient::request`].
#[derive(Clone, Debug)]
pub struct ClientRequest {
    url: Uri,
    headers: HeaderMap,
}

impl ClientRequest {
    pub(super) fn new(url: &str) -> Result<Self, ConnectError> {
        let url = url.parse().map_err(|error| ConnectError::Url(format!("`{url}` cannot be parsed ({error})")))?;
        Ok(Self { url, headers: HeaderMap::new() })
    }

    /// Sends a header, instead of the handshake's own when it has the same name.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Offers a subprotocol; those offered first are preferred.
    #[must_use]
    pub fn subprotocol(self, name: &'static str) -> Self {
        self.header(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(name))
    }

    /// Connects over TCP.
    ///
    /// # Errors
    /// [`ConnectError::Refused`] with the server's response when it is anything but the expected 101, and the others for what
    /// they are named after.
    pub async fn connect(self) -> Result<WebsocketClient, ConnectError> {
        if self.url.scheme_str() != Some("ws") {
            return Err(ConnectError::Url(format!("`{}` does not begin with `ws://`", self.url)));
        }
        let host = self.url.host().unwrap_or_default().trim_matches(['[', ']']);
        let stream = TcpStream::connect((host, self.url.port_u16().unwrap_or(80))).await.map_err(ConnectError::Io)?;
        stream.set_nodelay(true).map_err(ConnectError::Io)?;
        self.over(stream).await
    }

    /// Does the handshake on an open stream.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub async fn over(
        self,
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    ) -> Result<WebsocketClient, ConnectError> {
        let (upgraded, headers) = self.upgrade(stream).await?;
        Ok(WebsocketClient::on(Box::new(TokioIo::new(upgraded)), headers))
    }

    /// Connects in memory to a router, through a real HTTP connection.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub async fn in_memory(self, router: Router) -> Result<WebsocketClient, ConnectError> {
        self.over(serve_in_memory(router)).await
    }

    /// Does the handshake and gives the bare stream.
    pub(crate) async fn upgrade(
        self,
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    ) -> Result<(Upgraded, HeaderMap), ConnectError> {
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(ConnectError::Http)?;
        tokio::spawn(connection.with_upgrades());
        let key = generate_key();
        let request = self.into_request(&key)?;
        let response = sender.send_request(request).await.map_err(ConnectError::Http)?;
        check(response, &key).await
    }

    fn into_request(self, key: &str) -> Result<Request<Empty<Bytes>>, ConnectError> {
        let path = self.url.path_and_query().map_or("/", |path| path.as_str());
        let host = self.url.authority().map_or("localhost", |authority| authority.as_str());
        let mut request = Request::get(path)
            .header(HOST, host)
            .header(CONNECTION, "Upgrade")
            .header(UPGRADE, "websocket")
            .header(SEC_WEBSOCKET_VERSION, "13")
            .header(SEC_WEBSOCKET_KEY, key)
            .body(Empty::new())
            .map_err(|error| ConnectError::Url(format!("`{}` makes no request ({error})", self.url)))?;
        request.headers_mut().extend(self.headers);
        Ok(request)
    }
}

async fn check(response: Response<Incoming>, key: &str) -> Result<(Upgraded, HeaderMap), ConnectError> {
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map_err(ConnectError::Http)?.to_bytes();
        return Err(ConnectError::Refused(Box::new(Response::from_parts(parts, body))));
    }
    let accept = derive_accept_key(key.as_bytes());
    if response.headers().get(SEC_WEBSOCKET_ACCEPT).is_none_or(|value| *value != accept) {
        return Err(ConnectError::WrongAccept);
    }
    let headers = response.headers().clone();
    Ok((hyper::upgrade::on(response).await.map_err(ConnectError::Http)?, headers))
}

/// Connects to a path of a router in memory, through a real HTTP connection.
///
/// # Errors
/// As [`ClientRequest::connect`].
///
/// # Panics
/// Outside of a tokio runtime.
pub async fn connect_in_memory(
    router: Router,
    path: &str,
    headers: HeaderMap,
) -> Result<WebsocketClient, ConnectError> {
    let mut request = ClientRequest::new(path)?;
    request.headers = headers;
    request.in_memory(router).await
}

/// The client's end of a stream in memory whose other end is served.
pub(crate) fn serve_in_memory(router: Router) -> impl AsyncRead + AsyncWrite + Send + Unpin + 'static {
    let (client, server) = duplex(DUPLEX_SIZE);
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = router.clone().oneshot(request.map(Body::new));
        async move { Ok::<_, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
    });
    let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(server), service);
    tokio::spawn(async move {
        if let Err(error) = connection.with_upgrades().await {
            tracing::debug!(%error, "the connection in memory broke");
        }
    });
    client
}

/// Why a client could not open a websocket.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConnectError {
    /// The address is unusable; the text says why.
    Url(String),
    /// The TCP connection could not be made.
    Io(io::Error),
    /// The HTTP exchange broke.
    Http(hyper::Error),
    /// The server answered something else than 101.
    Refused(Box<Response<Bytes>>),
    /// The server's `Sec-WebSocket-Accept` does not belong to the request.
    WrongAccept,
}

impl ConnectError {
    /// The response of a server that refused.
    pub fn response(&self) -> Option<&Response<Bytes>> {
        match self {
            Self::Refused(response) => Some(response),
            _ => None,
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(problem) => write!(f, "the websocket's address is unusable: {problem}\nhelp: write it as `ws://127.0.0.1:6543/echo`"),
            Self::Io(_) => f.write_str("no connection to the websocket's server\nhelp: is it listening on this address?"),
            Self::Http(_) => f.write_str("the connection broke in the websocket handshake"),
            Self::Refused(response) => {
                write!(f, "the server refused the websocket: {}\n{}", response.status(), String::from_utf8_lossy(response.body()).trim_end())
            }
            Self::WrongAccept => f.write_str("the server's `Sec-WebSocket-Accept` does not belong to the request\nhelp: does a cache stand in between?"),
        }
    }
}

impl Error for ConnectError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Http(error) => Some(error),
            Self::Url(_) | Self::Refused(_) | Self::WrongAccept => None,
        }
    }
}
