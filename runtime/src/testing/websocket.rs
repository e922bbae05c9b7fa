//! A websocket client for tests: in memory or over a socket.

mod handshake;

use std::time::Duration;

use http::{HeaderMap, header::SEC_WEBSOCKET_PROTOCOL};
use tokio::io::{AsyncRead, AsyncWrite, duplex};
use tokio::task::JoinHandle;

#[cfg(test)]
pub(crate) use self::handshake::serve_in_memory;
pub use self::handshake::{ClientRequest, ConnectError, connect_in_memory};
use crate::websocket::{
    CloseReason, Io, Leaving, Message, Role, Websocket, WebsocketClosed, WebsocketOptions, WebsocketSettings, open,
};

/// How many bytes the streams in memory hold before a writer waits for the reader.
const DUPLEX_SIZE: usize = 64 * 1024;

/// A websocket client. Its connection breaks when it is dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use pyramidion::{
///     testing::websocket,
///     websocket::{Websocket, WebsocketClosed},
/// };
///
/// async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
///     while let Some(message) = ws.recv().await {
///         ws.send(message).await?;
///     }
///     Ok(())
/// }
///
/// let (ws, mut client) = websocket::pair().await;
/// let talk = async {
///     client.send("hello").await.unwrap();
///     assert_eq!(client.recv().await, Some("hello".into()));
///     client.close(1000, "done").await.unwrap();
/// };
/// let (ended, ()) = tokio::join!(echo(ws), talk);
/// ended.unwrap();
/// # }
/// ```
#[derive(Debug)]
pub struct WebsocketClient {
    websocket: Websocket,
    headers: HeaderMap,
    connection: JoinHandle<()>,
}

impl WebsocketClient {
    /// Connects to a server over TCP: `ws://127.0.0.1:6543/echo`.
    ///
    /// # Errors
    /// As [`ClientRequest::connect`].
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        Self::request(url)?.connect().await
    }

    /// Does the handshake on an open stream. Of the address only the path and the host count.
    ///
    /// # Errors
    /// As [`ClientRequest::connect`].
    pub async fn over(
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        url: &str,
    ) -> Result<Self, ConnectError> {
        Self::request(url)?.over(stream).await
    }

    /// Prepares a handshake that takes more than an address: a `ws://` URL, or a path for a connection that is not over TCP.
    ///
    /// # Errors
    /// [`ConnectError::Url`] when the address cannot be parsed.
    pub fn request(url: &str) -> Result<ClientRequest, ConnectError> {
        ClientRequest::new(url)
    }

    /// A client on a stream whose handshake is done.
    fn on(io: Io, headers: HeaderMap) -> Self {
        let settings = WebsocketSettings { heartbeat: Duration::ZERO, ..WebsocketSettings::default() };
        let limits = settings.limits(&WebsocketOptions::default());
        let (websocket, pump) = open(io, Role::Client, limits, None, Leaving::default(), None);
        Self { websocket, headers, connection: tokio::spawn(pump.alone()) }
    }

    /// Waits for the next message; `None` once closed. Pings are answered in any case.
    pub async fn recv(&mut self) -> Option<Message> {
        self.websocket.recv().await
    }

    /// Sends a message of at most [`MAX_MESSAGE_SIZE`](crate::websocket::MAX_MESSAGE_SIZE) bytes, and waits until it is written.
    ///
    /// # Errors
    /// As [`Websocket::send`].
    pub async fn send(&mut self, message: impl Into<Message>) -> Result<(), WebsocketClosed> {
        self.websocket.send(message).await?;
        self.websocket.flush().await
    }

    /// Sends a ping. The protocol allows 125 bytes of payload, which is not checked here.
    ///
    /// # Errors
    /// [`WebsocketClosed`] when the connection is closed.
    pub async fn ping(&mut self, payload: impl Into<Vec<u8>>) -> Result<(), WebsocketClosed> {
        self.websocket.sender().ping(payload.into()).await
    }

    /// Closes with a code and a reason and waits for the server's answer, 5 seconds at most.
    ///
    /// # Errors
    /// As [`Websocket::close`].
    pub async fn close(&mut self, code: u16, reason: &str) -> Result<(), WebsocketClosed> {
        self.websocket.close(code, reason).await
    }

    /// Who closed the connection and why; `None` while it is open.
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.websocket.close_reason()
    }

    /// The headers of the server's 101 response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The subprotocol that the server has chosen.
    pub fn subprotocol(&self) -> Option<&str> {
        self.headers.get(SEC_WEBSOCKET_PROTOCOL).and_then(|name| name.to_str().ok())
    }
}

/// A websocket in memory, for a test that calls a view itself: the view's side and the client's.
///
/// When the view drops its side, the client sees it closed with 1000; the view's outcome is the test's to look at.
///
/// # Panics
/// Outside of a tokio runtime.
pub async fn pair() -> (Websocket, WebsocketClient) {
    let (ours, theirs) = duplex(DUPLEX_SIZE);
    let limits = WebsocketSettings::default().limits(&WebsocketOptions::default());
    let (websocket, pump) = open(Box::new(ours), Role::Server, limits, None, Leaving::default(), None);
    tokio::spawn(pump.alone());
    (websocket, WebsocketClient::on(Box::new(theirs), HeaderMap::new()))
}

impl Drop for WebsocketClient {
    fn drop(&mut self) {
        self.connection.abort();
    }
}
