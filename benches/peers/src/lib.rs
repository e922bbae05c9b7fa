//! What the peers have in common: what they answer, and that they listen on a free port, which they tell.
//!
//! Each serves `/plaintext` and `/json` if it is about HTTP, and `/echo` if it is about websockets, with the defaults that it ships
//! with, on a core that it is given. Only Nagle's algorithm is off everywhere.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};

use serde::Serialize;
use tokio::net::{TcpListener, TcpStream};

/// Any free port of the loopback interface.
pub const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// The answer at `/plaintext`.
pub const TEXT: &str = "Hello, World!";

/// The answer at `/json`.
pub const GREETING: Greeting = Greeting { message: TEXT };

/// `{"message":"Hello, World!"}`
#[derive(Serialize)]
pub struct Greeting {
    message: &'static str,
}

/// A listener on a free port, which is told on standard output.
pub async fn listen() -> io::Result<TcpListener> {
    let listener = TcpListener::bind(ANY_PORT).await?;
    announce(listener.local_addr()?)?;
    Ok(listener)
}

/// Tells where a server listens, in the words of [`pyramidion::run`].
pub fn announce(address: SocketAddr) -> io::Result<()> {
    writeln!(io::stdout(), "serving on http://{address}")
}

/// Calls `talk` with each connection, in a task of its own. How a connection ends is of no interest: the clients just go.
pub async fn serve<F>(talk: impl Fn(TcpStream) -> F) -> io::Result<()>
where
    F: Future<Output: Send> + Send + 'static,
{
    let listener = listen().await?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(talk(stream));
    }
}
