//! HTTP/1.1 as far as it takes to ask and to see where an answer ends.

use super::replies::{Protocol, Unit};
use crate::Outcome;

const HEADERS: usize = 32;

/// Responses, all of which must be 200 and tell their length.
pub(crate) struct Responses;

impl Protocol for Responses {
    fn unit(&self, bytes: &[u8]) -> Outcome<Option<Unit>> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(head) = response.parse(bytes)? else { return Ok(None) };
        if response.code != Some(200) {
            return Err(format!("a server answered {:?} instead of 200", response.code).into());
        }
        let length = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
        let length = length.ok_or("a server did not tell the length of its response")?;
        Ok(Some(Unit { length: head + str::from_utf8(length.value)?.parse::<usize>()?, counts: true }))
    }
}

/// A request with the headers that a small client sends.
pub(crate) fn request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\nuser-agent: pyramidion-benches\r\n\r\n")
        .into_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_known_with_the_head() {
        let response = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        assert_eq!(Responses.unit(response).unwrap(), Some(Unit { length: response.len(), counts: true }));
        assert_eq!(Responses.unit(&response[..30]).unwrap(), None);
    }

    #[test]
    fn another_answer_is_an_error() {
        let wrong = Responses.unit(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n").unwrap_err();
        assert_eq!(wrong.to_string(), "a server answered Some(404) instead of 200");
        assert!(Responses.unit(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
    }
}
