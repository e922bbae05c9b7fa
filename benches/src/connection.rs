//! The same request through hyper, over a connection in memory: what a client sees, and what all of it costs.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::Outcome;
use crate::cases::Case;

/// More than a request or a response of any case.
const BUFFER: usize = 64 * 1024;

/// Sends `count` requests, each after the response to the one before, and gives the last response.
pub(crate) async fn send(case: &Case, router: Router, count: u32) -> Outcome<Vec<u8>> {
    let (client, server) = tokio::io::duplex(BUFFER);
    let connection = http1::Builder::new().serve_connection(TokioIo::new(server), TowerToHyperService::new(router));
    let request = case.text();
    let (served, answered) = tokio::join!(connection, talk(&request, client, count));
    served?;
    answered
}

/// As [`send`], to whoever is at the other end of `stream`.
pub(crate) async fn talk<S>(request: &str, mut stream: S, count: u32) -> Outcome<Vec<u8>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut response = Vec::new();
    for _ in 0..count {
        stream.write_all(request.as_bytes()).await?;
        read(&mut stream, &mut response).await?;
    }
    Ok(response)
}

/// The first response tells how long they are: all are alike, the `date` included.
async fn read<S: AsyncRead + Unpin>(stream: &mut S, response: &mut Vec<u8>) -> Outcome<()> {
    if !response.is_empty() {
        stream.read_exact(response).await?;
        return Ok(());
    }
    while length(response).is_none_or(|length| response.len() < length) {
        if stream.read_buf(response).await? == 0 {
            return Err(format!("the connection closed within a response: {}", response.escape_ascii()).into());
        }
    }
    Ok(())
}

/// How long a response is, once its head is there.
fn length(response: &[u8]) -> Option<usize> {
    let text = str::from_utf8(response).ok()?;
    let head = text.find("\r\n\r\n")?;
    let body = text.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    Some(head + 4 + body.trim().parse::<usize>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_known_with_the_head() {
        assert_eq!(length(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n"), None);
        assert_eq!(length(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"), Some(40));
    }
}
