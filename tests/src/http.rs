//! An HTTP client that hides nothing: what a test writes is what is sent, what comes back is text.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::in_time;

/// A response, read to the end of its connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The head's lines after the first.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The values of header `name`, in order.
    #[must_use]
    pub fn headers(&self, name: &str) -> Vec<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }

    /// The first value of header `name`, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers(name).first().copied().unwrap_or_default()
    }

    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no HTTP response: {text:?}"));
        let (first, head) = head.split_once("\r\n").unwrap_or((head, ""));
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.unwrap_or_else(|| panic!("no status in {first:?}"));
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }
}

/// Sends a GET request for `target` on a connection of its own.
///
/// # Panics
///
/// When no HTTP response comes, as all functions here.
pub async fn get(address: SocketAddr, target: &str) -> Answer {
    send(address, "GET", target, "", "").await
}

/// Sends a POST request with a body of the given content type.
pub async fn post(address: SocketAddr, target: &str, content_type: &str, body: &str) -> Answer {
    send(address, "POST", target, &format!("Content-Type: {content_type}\r\n"), body).await
}

/// Sends any request. Each line of `headers` ends with CRLF.
pub async fn send(address: SocketAddr, method: &str, target: &str, headers: &str, body: &str) -> Answer {
    let length = body.len();
    let text = format!(
        "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    );
    raw(address, text.as_bytes()).await
}

/// Sends bytes and reads until the server closes the connection.
pub async fn raw(address: SocketAddr, bytes: &[u8]) -> Answer {
    let exchange = async {
        let mut stream = TcpStream::connect(address).await.expect("the server accepts connections");
        // A server that refuses a long body need not read it all: then writing fails, and the response counts.
        let _ = stream.write_all(bytes).await;
        let mut text = Vec::new();
        let read = stream.read_to_end(&mut text).await;
        assert!(read.is_ok() || !text.is_empty(), "the connection broke: {read:?}");
        Answer::parse(&String::from_utf8_lossy(&text))
    };
    in_time("a response", exchange).await
}
