//! An application served on a real socket.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::websocket::{ConnectError, WebsocketClient};
use crate::config::Configurator;

/// An application on a free port of the loopback interface. It ends when it is dropped.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::testing::TestServer;
///
/// #[websocket_view(path = "/greet")]
/// async fn greet(mut ws: Websocket) -> Result<(), WebsocketClosed> {
///     ws.send("hello").await
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let server = TestServer::start(|config| config.add_view(greet {})).await;
/// let mut client = server.websocket("/greet").await.unwrap();
/// assert_eq!(client.recv().await, Some("hello".into()));
/// # }
/// ```
#[derive(Debug)]
pub struct TestServer {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl TestServer {
    /// Builds the application that `application` configures, and serves it on the current runtime.
    ///
    /// # Panics
    ///
    /// With all that is wrong with the configuration, or when no port is free.
    pub async fn start(application: impl FnOnce(Configurator) -> Configurator) -> Self {
        Self::serve(application(Configurator::new()).make_router()).await
    }

    /// Serves a router.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub async fn serve(router: axum::Router) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("the listener has an address");
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, service).await {
                tracing::error!(%error, "a test's server failed");
            }
        });
        Self { address, task }
    }

    /// The address that the server listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL of `target`, a path that may have a query string.
    #[must_use]
    pub fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }

    /// Opens a websocket over a socket.
    ///
    /// # Errors
    ///
    /// A refused handshake, with the response that refused it.
    pub async fn websocket(&self, target: &str) -> Result<WebsocketClient, ConnectError> {
        WebsocketClient::connect(&format!("ws://{}{target}", self.address)).await
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
