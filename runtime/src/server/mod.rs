//! The HTTP server: HTTP/1.1, and HTTP/2 for clients that begin with it or agree on it by TLS, on hyper.
//!
//! [`run`](crate::run) starts one, and so does a test's [`TestServer`](crate::testing::TestServer); a [`Server`] serves any
//! axum router. All that a client can use up has a limit, with a default that is safe. Each limit is a method of [`Server`], and
//! a setting of the same name:
//!
//! | setting | unless set | if it is exceeded |
//! |---|---|---|
//! | `server.header_read_timeout` | `30s` | 408, or the connection is closed if nothing has come |
//! | `server.keep_alive_timeout` | `75s` | the connection is closed |
//! | `server.body_read_timeout` | `30s`, or `off` | 408 |
//! | `server.request_timeout` | `60s`, or `off` | 503 |
//! | `server.write_timeout` | `30s`, or `off` | the connection is closed |
//! | `server.lingering_time` | `2s` | the connection is closed |
//! | `server.max_body_size` | `2 MiB`, or `off` | 413 |
//! | `server.max_header_size` | `16 KiB` | 431 |
//! | `server.max_headers` | `100` | 431 |
//! | `server.max_concurrent_streams` | `200` | further streams are refused |
//! | `server.http2_ping_interval`, `server.http2_ping_timeout` | `20s`, or `off`; `20s` | the connection is closed |
//! | `server.http2_max_pending_accept_reset_streams` | `20` | the connection is closed |
//! | `server.http2_max_local_error_reset_streams` | `1024` | the connection is closed |
//! | `server.http2_initial_stream_window_size` | `1 MiB` | the client waits, or its connection is closed |
//! | `server.http2_initial_connection_window_size` | `1 MiB` | the client waits, or its connection is closed |
//! | `server.http2_max_send_buffer_size` | `64 KiB` | the response waits |
//! | `server.max_connections` | `25000` | further ones wait |
//! | `server.max_connections_per_address` | `off` | further ones are closed |
//! | `server.backlog` | `2048` | further ones are refused by the system |
//!
//! `server.max_body_size`, `server.body_read_timeout` and `server.request_timeout` can be others for some paths:
//! `2 MiB, /upload 1 GiB` is two mebibytes, and a gibibyte for `/upload` and what is below it. Of several paths the longest counts. A
//! segment in braces is any, as in a route's pattern: `/users/{id}/photo 10 MiB`.
//!
//! Its edges are settings alone; [Deploying](crate::deploying) says how to use them:
//!
//! | setting | unless set | what it is |
//! |---|---|---|
//! | `server.bind` | `127.0.0.1:6543` | where [`run`](crate::run) listens, if the command line does not say it |
//! | `server.unix_socket_mode` | `660` | who may connect to a Unix socket |
//! | `server.reuse_port` | `off` | whether other processes may listen at the same TCP address |
//! | `server.workers` | | how many event loops of their own `run` starts in place of one runtime: a number, or `auto` |
//! | `server.tls_certificate`, `server.tls_key` | | PEM files, by which the server serves `https` |
//! | `server.tls_watch` | `5s`, or `off` | how often it is looked whether they have changed |
//! | `server.tls_handshake_timeout` | `10s` | how long a handshake may take |
//! | `server.trusted_proxies` | nobody | whose word on the client counts |
//! | `server.forwarded_headers` | `x-forwarded` | which headers they write: these, or `forwarded` |
//! | `server.access_log` | `off` | `common` or `json` |
//! | `server.access_log_file` | | a file for it, in place of the log |
//!
//! # The end
//!
//! Told to stop, a server closes its listeners and the connections that are idle. Requests that it has begun to read are
//! answered, and websockets closed with `server.drain_code` (`1012`), spread over `server.drain_spread` (`10s`, less for few).
//! What is unfinished after `server.drain_timeout` (`30s`) is given up; told a second time, the server gives it up at once.

mod accept;
mod admission;
mod answers;
mod backoff;
pub(crate) mod bounds;
mod builder;
mod builder_by_path;
mod builder_http2;
mod by_path;
mod connection;
mod drain;
pub(crate) mod edge;
mod edges;
mod encryption;
mod handle;
mod io;
mod listener;
mod options;
mod peer;
mod protocol;
mod request;
mod shared;
mod signals;
mod socket;
mod stage;
mod workers;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;

use self::edge::access_log::AccessLog;
use self::edge::address::BindAddress;
use self::edge::listen::{self, Passed};
#[cfg(feature = "tls")]
use self::edge::tls::Tls;
use self::encryption::Encryption;
use self::handle::AbortOnDrop;
use self::listener::{Listener, Listeners, ListeningSocket};
use self::shared::Shared;
use self::stage::Stages;

pub(crate) use self::by_path::ByPath;
pub use self::drain::ServerReport;
pub use self::handle::ServerHandle;
pub(crate) use self::options::Options;
pub(crate) use self::signals::Signals;

/// A server for one application, on any number of sockets.
///
/// # Example
///
/// ```
/// use std::time::Duration;
///
/// use pyramidion::Server;
/// use pyramidion::prelude::*;
///
/// #[view(path = "/")]
/// async fn home() -> &'static str {
///     "home"
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> std::io::Result<()> {
/// let router = Configurator::new().add_view(home {}).make_router();
/// let server = Server::new(router).request_timeout(Duration::from_secs(5)).bind("127.0.0.1:0".parse().unwrap())?;
/// let handle = server.handle();
/// let running = tokio::spawn(server.serve());
/// // …
/// handle.drain();
/// assert!(running.await?.is_clean());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a server does nothing until `serve`"]
pub struct Server {
    router: Router,
    options: Options,
    listeners: Vec<Listener>,
    stages: Arc<Stages>,
    access_log: Option<Arc<AccessLog>>,
    #[cfg(feature = "tls")]
    tls: Option<Tls>,
}

/// What there is while a server serves.
struct Running {
    shared: Arc<Shared>,
    encryption: Encryption,
    /// Looks after the certificate.
    _watch: Option<AbortOnDropHandle<()>>,
    _abort: AbortOnDrop,
}

impl Server {
    /// A server for `router` that does not listen yet.
    pub fn new(router: Router) -> Self {
        Self {
            router,
            options: Options::default(),
            listeners: Vec::new(),
            stages: Arc::new(Stages::new()),
            access_log: None,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// Listens on a TCP address; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// That of the system, if the address is taken or not to be had.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub fn bind(self, address: SocketAddr) -> std::io::Result<Self> {
        let address = [BindAddress::Tcp(address)];
        let bound = listen::bind(&address, self.options.edges.listen(), &mut Passed::none())?;
        self.listen_at(bound)
    }

    /// Listens on a socket that is there already.
    pub fn listen_on(mut self, listener: TcpListener) -> Self {
        self.listeners.push(Listener::new(ListeningSocket::Tcp(listener), false));
        self
    }

    /// The TCP addresses that it listens on.
    ///
    /// # Errors
    ///
    /// That of the system.
    pub fn addresses(&self) -> std::io::Result<Vec<SocketAddr>> {
        self.listeners.iter().filter_map(|listener| listener.address().transpose()).collect()
    }

    /// What stops the server.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        ServerHandle(Arc::clone(&self.stages))
    }

    /// Serves until it is stopped by a [handle](Self::handle), and tells what was left then. Dropped, it leaves everything.
    ///
    /// Spawn it rather than block on it: a runtime runs tasks on its own threads.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime, or in one without timers.
    pub async fn serve(self) -> ServerReport {
        let (listeners, running) = self.begin();
        accept::accept(Listeners::new(listeners), running.encryption.clone(), &running.shared).await;
        drain::drain(&running.shared).await
    }

    fn begin(mut self) -> (Vec<Listener>, Running) {
        let listeners = std::mem::take(&mut self.listeners);
        let running = Running {
            encryption: self.encryption(),
            _watch: self.watch(),
            _abort: AbortOnDrop(Arc::clone(&self.stages)),
            shared: Arc::new(Shared::new(self)),
        };
        (listeners, running)
    }

    pub(crate) fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}
