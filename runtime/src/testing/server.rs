//! An application served on a real socket.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::task::JoinHandle;

use super::websocket::{ConnectError, WebsocketClient};
use crate::config::Configurator;
use crate::server::{Server, ServerHandle, ServerReport};

/// An application on a free port of the loopback interface. It ends when it is dropped, and its connections with it.
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
    scheme: &'static str,
    address: SocketAddr,
    handle: ServerHandle,
    task: JoinHandle<ServerReport>,
}

impl TestServer {
    /// Builds the application that `application` configures, and serves it on the current runtime, within the limits that its
    /// settings `server.*` set.
    ///
    /// # Panics
    ///
    /// With all that is wrong with the configuration, or when no port is free.
    pub async fn start(application: impl FnOnce(Configurator) -> Configurator) -> Self {
        let config = application(Configurator::new());
        let settings = config.settings().clone();
        let server = Server::new(config.make_router());
        Self::serve_with(server.configure(&settings).expect("the configuration was built with these settings")).await
    }

    /// Serves a router.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub async fn serve(router: axum::Router) -> Self {
        Self::serve_with(Server::new(router)).await
    }

    /// Runs a server, with the limits that it has, on one more socket.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub async fn serve_with(server: Server) -> Self {
        let server = server.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a port is free");
        let addresses = server.addresses().expect("the listeners have addresses");
        let address = *addresses.last().expect("there is the one just bound");
        let (scheme, handle) = (server.scheme(), server.handle());
        Self { scheme, address, handle, task: tokio::spawn(server.serve()) }
    }

    /// What stops the server.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.handle.clone()
    }

    /// Waits for the end of a server that is told to stop, and tells what it left.
    ///
    /// # Panics
    ///
    /// If the server did.
    pub async fn ended(&mut self) -> ServerReport {
        (&mut self.task).await.expect("the server does not panic")
    }

    /// The address that the server listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL of `target`, a path that may have a query string: `https` if the server has a certificate.
    #[must_use]
    pub fn url(&self, target: &str) -> String {
        format!("{}://{}{target}", self.scheme, self.address)
    }

    /// Opens a websocket over a socket.
    ///
    /// # Errors
    ///
    /// A refused handshake, with the response that refused it; [`ConnectError::Url`] if the server has a certificate: make the
    /// connection yourself then, and give it to [`WebsocketClient::over`].
    pub async fn websocket(&self, target: &str) -> Result<WebsocketClient, ConnectError> {
        WebsocketClient::connect(&self.url(target).replacen("http", "ws", 1)).await
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.handle.abort();
        self.task.abort();
    }
}
