//! The options of a server, in code. The setting `server.<method>` is the same for each.
//!
//! What is out of bounds is brought within them: the longest time is a year.

use std::time::Duration;

use super::Server;
use super::bounds::{MAX_HEADER_SIZE, MAX_HEADERS, bounded};

impl Server {
    /// How long a client may take for a request's head: from the first byte to the last, and on a new connection also until
    /// the first. Then the client gets a 408, or none if it has sent nothing, and the connection is closed. 30 s unless set.
    ///
    /// What trickles in a byte at a time ("slowloris") ends here as well.
    pub fn header_read_timeout(mut self, time: Duration) -> Self {
        self.options.header_read_timeout = bounded(time);
        self
    }

    /// How long a connection may wait for its next request: of HTTP/1.1 after a response, of HTTP/2 without a stream. 75 s
    /// unless set; more than the idle time of a load balancer in front, or it sends requests into a connection that closes.
    pub fn keep_alive_timeout(mut self, time: Duration) -> Self {
        self.options.keep_alive_timeout = bounded(time);
        self
    }

    /// How long the body of a request may take in all, from when the application first has to wait for it. Then the client gets
    /// a 408. 30 s unless set; [`body_read_timeout_under`](Self::body_read_timeout_under) a path it can be another.
    pub fn body_read_timeout(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.options.body_read_timeout.set_everywhere(time.into().map(bounded));
        self
    }

    /// How long the application may take for the head of a response, the request's body included. Then the client gets a 503,
    /// and the view is dropped. 60 s unless set; [`request_timeout_under`](Self::request_timeout_under) a path it can be another.
    ///
    /// The body of the response may take as long as it likes, and so may a websocket.
    pub fn request_timeout(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.options.request_timeout.set_everywhere(time.into().map(bounded));
        self
    }

    /// How long a client may take nothing of what is sent to it; then the connection is closed. 30 s unless set.
    pub fn write_timeout(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.options.write_timeout = time.into().map(bounded);
        self
    }

    /// How long is read what a client still sends after the last response of its connection, and nobody wants; so it has seen the
    /// response before the connection is closed under what it sends
    /// ([RFC 9112, section 9.6](https://www.rfc-editor.org/rfc/rfc9112#section-9.6)). 2 s unless set.
    pub fn lingering_time(mut self, time: Duration) -> Self {
        self.options.lingering_time = bounded(time);
        self
    }

    /// How many bytes the body of a request may have; for more the client gets a 413, at once if the request's
    /// `Content-Length` tells. 2 MiB unless set; [`max_body_size_under`](Self::max_body_size_under) a path it can be another.
    ///
    /// It is the limit of whatever reads the body: pyramidion's [`Request`](crate::Request), axum's extractors, and streams. A
    /// [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit) around a route makes the limit there lower, not higher.
    pub fn max_body_size(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.options.max_body_size.set_everywhere(bytes.into());
        self
    }

    /// How many bytes the head of a request may have; for more the client gets a 431. 16 KiB unless set, and 512 KiB at most.
    pub fn max_header_size(mut self, bytes: usize) -> Self {
        self.options.max_header_size = bytes.min(MAX_HEADER_SIZE);
        self
    }

    /// How many header fields a request of HTTP/1.1 may have; for more the client gets a 431. 100 unless set, and 16,384 at most.
    pub fn max_headers(mut self, count: usize) -> Self {
        self.options.max_headers = count.min(MAX_HEADERS);
        self
    }

    /// How many requests a connection of HTTP/2 may have at once. 200 unless set.
    pub fn max_concurrent_streams(mut self, count: u32) -> Self {
        self.options.max_concurrent_streams = count;
        self
    }

    /// How many connections may be open, websockets among them. Further ones wait in the system's queue. 25,000 unless set.
    pub fn max_connections(mut self, count: usize) -> Self {
        self.options.max_connections = count;
        self
    }

    /// How many connections one IP address may have; further ones are closed at once. No limit unless set: behind a proxy all
    /// clients share its address.
    pub fn max_connections_per_address(mut self, count: impl Into<Option<usize>>) -> Self {
        self.options.max_connections_per_address = count.into();
        self
    }

    /// How many connections may wait in the system's queue for being accepted; who comes then is refused by the system, or has to try
    /// again. 2,048 unless set, and 65,535 at most; the system may allow fewer (`net.core.somaxconn`).
    ///
    /// It is for what [`bind`](Self::bind) listens on afterwards.
    pub fn backlog(mut self, connections: u16) -> Self {
        self.options.edges.backlog = i32::from(connections).max(1);
        self
    }

    /// How long requests and websockets may take to finish once the server is told to stop. 30 s unless set.
    pub fn drain_timeout(mut self, time: Duration) -> Self {
        self.options.drain_timeout = bounded(time);
        self
    }

    /// Over how long a time the websockets are closed when the server stops, so that their clients do not come back all at once.
    /// 10 s unless set, and less where there are few: 10 ms for each. In any case half of
    /// [`drain_timeout`](Self::drain_timeout) at most, so that the last ones have time to close.
    pub fn drain_spread(mut self, time: Duration) -> Self {
        self.options.drain_spread = bounded(time);
        self
    }

    /// The code with which websockets are closed when the server stops: 1012 if it will be back (unless set), 1001 if it goes
    /// away ([RFC 6455, section 7.4.1](https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1)).
    pub fn drain_code(mut self, code: u16) -> Self {
        self.options.drain_code = code;
        self
    }
}
