//! New connections, and what is said on them before they are loaded.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use super::replies::Protocol;
use super::{Responses, request};
use crate::Outcome;

/// From one address, out of the 28,000 ports that Linux has for it, some of which are still waiting for their ends.
const CONNECTIONS_EACH: usize = 5_000;
const PATIENCE: Duration = Duration::from_secs(10);
/// The example of [RFC 6455, section 1.3](https://www.rfc-editor.org/rfc/rfc6455#section-1.3).
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// The `nth` connection to a server: from 127.0.0.2, 127.0.0.3 and so on, for one address has not ports enough.
pub(crate) fn open(server: SocketAddr, nth: usize) -> Outcome<TcpStream> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    let source = Ipv4Addr::new(127, 0, 0, u8::try_from(2 + nth / CONNECTIONS_EACH)?);
    socket.bind(&SocketAddr::from((source, 0)).into())?;
    socket.connect(&server.into()).map_err(|error| format!("connection {nth} is refused: {error}"))?;
    let stream = TcpStream::from(socket);
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Makes a websocket of a connection.
pub(crate) fn upgrade(mut stream: TcpStream, path: &str) -> Outcome<TcpStream> {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: {KEY}\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let response = read_until(&mut stream, |response| Ok(response.ends_with(b"\r\n\r\n").then_some(response.len())))?;
    if response.starts_with(b"HTTP/1.1 101 ") && response.windows(ACCEPT.len()).any(|part| part == ACCEPT.as_bytes()) {
        return Ok(stream);
    }
    Err(format!("a server opened no websocket at {path}: {}", response.escape_ascii()).into())
}

/// Pings a websocket and waits for the pong, so that it is certain that the server has got to reading it.
pub(crate) fn expect_pong(stream: &mut TcpStream) -> Outcome<()> {
    const EMPTY_PING: [u8; 6] = [0x89, 0x80, 0, 0, 0, 0];
    const EMPTY_PONG: [u8; 2] = [0x8a, 0];

    stream.write_all(&EMPTY_PING)?;
    let mut answer = [0; 2];
    stream.read_exact(&mut answer)?;
    if answer == EMPTY_PONG { Ok(()) } else { Err(format!("a server answered a ping by {answer:02x?}").into()) }
}

/// Sees that a server answers what it should, before it is measured how fast it does.
pub(crate) fn expect_body(server: SocketAddr, path: &str, body: &str) -> Outcome<()> {
    let mut stream = open(server, 0)?;
    stream.write_all(&request(path))?;
    let response = read_until(&mut stream, |bytes| Ok(Responses.unit(bytes)?.map(|unit| unit.length)))?;
    if response.ends_with(format!("\r\n\r\n{body}").as_bytes()) {
        return Ok(());
    }
    Err(format!("a server answered something else at {path}: {}", response.escape_ascii()).into())
}

/// Reads until `length` knows how much it is, and all of that is there.
fn read_until(stream: &mut TcpStream, length: impl Fn(&[u8]) -> Outcome<Option<usize>>) -> Outcome<Vec<u8>> {
    let (mut read, mut buffer) = (Vec::new(), [0; 1024]);
    while length(&read)?.is_none_or(|length| read.len() < length) {
        match stream.read(&mut buffer)? {
            0 => return Err(format!("a server closed a connection after {}", read.escape_ascii()).into()),
            count => read.extend_from_slice(&buffer[..count]),
        }
    }
    Ok(read)
}
