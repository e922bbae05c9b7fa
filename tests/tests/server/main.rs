//! The server over real sockets: its limits, its protocols and its end.

#![allow(clippy::unwrap_used)]

mod access_log;
mod bodies;
mod connections;
mod descriptors;
mod draining;
mod forwarded;
mod heads;
mod http2;
mod keep_alive;
mod signals;
mod times;
mod tls;
mod unix_sockets;
mod workers;

use std::net::SocketAddr;
use std::path::PathBuf;

use pyramidion::axum;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::in_time;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

const GET: &str = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

/// Where requests wait until the test lets them on.
#[derive(Clone, Default)]
struct Gate {
    reached: watch::Sender<usize>,
    open: watch::Sender<bool>,
}

impl Gate {
    async fn pass(&self) {
        self.reached.send_modify(|reached| *reached += 1);
        self.open.subscribe().wait_for(|open| *open).await.unwrap();
    }

    async fn reached_by(&self, requests: usize) {
        in_time("the requests", self.reached.subscribe().wait_for(|reached| *reached == requests)).await.unwrap();
    }

    fn open(&self) {
        self.open.send_replace(true);
    }
}

#[view(path = "/wait")]
async fn wait(gate: State<Gate>) -> &'static str {
    gate.pass().await;
    "waited"
}

#[view(path = "/length", request_method = "POST")]
async fn length(body: Bytes) -> String {
    body.len().to_string()
}

/// An application under the settings `server.*`, and its gate.
async fn start<const N: usize>(settings: [(&str, &str); N]) -> (TestServer, Gate) {
    let gate = Gate::default();
    let server = TestServer::start(|config| {
        let config = config.add_state(gate.clone()).add_view(home {}).add_view(wait {}).add_view(length {});
        settings.into_iter().fold(config, |config, (name, text)| config.add_setting(format!("server.{name}"), text))
    })
    .await;
    (server, gate)
}

/// A place for a test's files, which no other test has.
fn folder(test: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A client that writes and reads what the test says.
struct Client(TcpStream);

impl Client {
    async fn connect(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    async fn send(&mut self, text: impl AsRef<[u8]>) {
        self.0.write_all(text.as_ref()).await.unwrap();
    }

    /// Reads until what was read ends with `end`.
    async fn read_until(&mut self, end: &str) -> String {
        let mut text = Vec::new();
        let read = async {
            while !text.ends_with(end.as_bytes()) {
                text.push(self.0.read_u8().await.expect("more of the response comes"));
            }
        };
        in_time(end, read).await;
        String::from_utf8(text).unwrap()
    }

    /// Reads until the server closes the connection, in whichever way.
    async fn read_to_end(&mut self) -> String {
        let mut text = Vec::new();
        let _ = in_time("the end of the connection", self.0.read_to_end(&mut text)).await;
        String::from_utf8(text).unwrap()
    }

    async fn is_closed_without_a_word(&mut self) {
        assert_eq!(self.read_to_end().await, "");
    }
}

/// A view of axum's own.
fn axum_length() -> axum::Router {
    axum::Router::new().route("/axum", axum::routing::post(|body: String| async move { body.len().to_string() }))
}
