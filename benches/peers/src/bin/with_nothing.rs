//! No HTTP at all: the same bytes for whatever is read. Faster than a server can be, so what it reaches is the client's limit.

use std::io::{self, ErrorKind};

use pyramidion_peers::serve;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// As long as what the others answer.
const RESPONSE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 13\r\n\
    date: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\nHello, World!";

#[tokio::main]
async fn main() -> io::Result<()> {
    serve(answer).await
}

/// A client that waits for each response sends one request at a time, which is one read.
async fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut request = [0; 1024];
    loop {
        stream.readable().await?;
        match stream.try_read(&mut request) {
            Ok(0) => return Ok(()),
            Ok(_) => stream.write_all(RESPONSE).await?,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
}
