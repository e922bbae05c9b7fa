//! A server that targets send to.

use std::net::SocketAddr;
use std::time::Duration;

use pyramidion::axum::Router;
use pyramidion::server::Server;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

/// With what a connection of HTTP/2 begins.
pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// How long whatever is to happen may take: the client has left, and nothing is waited for.
const SOON: Duration = Duration::from_secs(5);

/// A server in a runtime, which goes on while something is asked of it.
pub struct World {
    runtime: Runtime,
    address: SocketAddr,
}

impl World {
    /// A server with small limits.
    pub fn new(router: Router) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("there is a system");
        let address = runtime.block_on(async {
            let server = Server::new(router).max_header_size(1024).max_body_size(256);
            let server = server.bind(([127, 0, 0, 1], 0).into()).expect("some port is free");
            let address = server.addresses().expect("it is bound")[0];
            tokio::spawn(server.serve());
            address
        });
        Self { runtime, address }
    }

    /// What comes back, as far as it comes.
    pub fn answer(&self, input: &[u8]) -> Vec<u8> {
        self.runtime.block_on(async {
            let mut answer = Vec::new();
            let stream = TcpStream::connect(self.address).await.expect("it listens");
            let (mut read, mut write) = stream.into_split();
            let write = async {
                let _ = write.write_all(input).await;
                let _ = write.shutdown().await;
            };
            let both = async { tokio::join!(write, read.read_to_end(&mut answer)) };
            timeout(SOON, both).await.map(drop).expect("the connection ends when the client has left");
            answer
        })
    }

    /// Runs the server until `condition` holds, which is to be soon.
    pub fn wait_for(&self, mut condition: impl FnMut() -> bool) {
        self.runtime.block_on(async {
            let wait = async {
                while !condition() {
                    tokio::task::yield_now().await;
                }
            };
            timeout(SOON, wait).await.expect("what is waited for happens when the client has left");
        });
    }
}
