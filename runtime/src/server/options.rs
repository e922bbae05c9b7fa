//! What a server is told, by code or by settings.

use std::time::Duration;

use super::edge::options::Edges;

/// The limits of a server, and how it ends. [`Server`](super::Server) documents each where it is set.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) header_read_timeout: Duration,
    pub(crate) keep_alive_timeout: Duration,
    pub(crate) body_read_timeout: Option<Duration>,
    pub(crate) request_timeout: Option<Duration>,
    pub(crate) write_timeout: Option<Duration>,
    pub(crate) max_body_size: Option<usize>,
    pub(crate) max_header_size: usize,
    pub(crate) max_headers: usize,
    pub(crate) max_concurrent_streams: u32,
    pub(crate) max_connections: usize,
    pub(crate) max_connections_per_address: Option<usize>,
    pub(crate) drain_timeout: Duration,
    pub(crate) drain_spread: Duration,
    pub(crate) drain_code: u16,
    pub(crate) edges: Edges,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            header_read_timeout: Duration::from_secs(30),
            keep_alive_timeout: Duration::from_secs(75),
            body_read_timeout: Some(Duration::from_secs(30)),
            request_timeout: Some(Duration::from_secs(60)),
            write_timeout: Some(Duration::from_secs(30)),
            max_body_size: Some(2 << 20),
            max_header_size: 16 << 10,
            max_headers: 100,
            max_concurrent_streams: 200,
            max_connections: 25_000,
            max_connections_per_address: None,
            drain_timeout: Duration::from_secs(30),
            drain_spread: Duration::from_secs(10),
            drain_code: 1012,
            edges: Edges::default(),
        }
    }
}
