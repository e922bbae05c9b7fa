//! What a server is told, by code or by settings.

use std::time::Duration;

use super::by_path::ByPath;
use super::edge::options::Edges;

/// The limits of a server, and how it ends. [`Server`](super::Server) documents each where it is set.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) header_read_timeout: Duration,
    pub(crate) keep_alive_timeout: Duration,
    pub(crate) body_read_timeout: ByPath<Option<Duration>>,
    pub(crate) request_timeout: ByPath<Option<Duration>>,
    pub(crate) write_timeout: Option<Duration>,
    pub(crate) lingering_time: Duration,
    pub(crate) max_body_size: ByPath<Option<usize>>,
    pub(crate) max_header_size: usize,
    pub(crate) max_headers: usize,
    pub(crate) max_concurrent_streams: u32,
    pub(crate) http2: Http2,
    pub(crate) max_connections: usize,
    pub(crate) max_connections_per_address: Option<usize>,
    pub(crate) drain_timeout: Duration,
    pub(crate) drain_spread: Duration,
    pub(crate) drain_code: u16,
    pub(crate) edges: Edges,
}

/// What there is in HTTP/2 alone.
#[derive(Clone, Debug)]
pub(crate) struct Http2 {
    pub(crate) ping_interval: Option<Duration>,
    pub(crate) ping_timeout: Duration,
    pub(crate) max_pending_accept_reset_streams: usize,
    pub(crate) max_local_error_reset_streams: usize,
    pub(crate) initial_stream_window_size: u32,
    pub(crate) initial_connection_window_size: u32,
    pub(crate) max_send_buffer_size: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            header_read_timeout: Duration::from_secs(30),
            keep_alive_timeout: Duration::from_secs(75),
            body_read_timeout: ByPath::new(Some(Duration::from_secs(30))),
            request_timeout: ByPath::new(Some(Duration::from_secs(60))),
            write_timeout: Some(Duration::from_secs(30)),
            lingering_time: Duration::from_secs(2),
            max_body_size: ByPath::new(Some(2 << 20)),
            max_header_size: 16 << 10,
            max_headers: 100,
            max_concurrent_streams: 200,
            http2: Http2::default(),
            max_connections: 25_000,
            max_connections_per_address: None,
            drain_timeout: Duration::from_secs(30),
            drain_spread: Duration::from_secs(10),
            drain_code: 1012,
            edges: Edges::default(),
        }
    }
}

impl Default for Http2 {
    fn default() -> Self {
        Self {
            ping_interval: Some(Duration::from_secs(20)),
            ping_timeout: Duration::from_secs(20),
            max_pending_accept_reset_streams: 20,
            max_local_error_reset_streams: 1024,
            initial_stream_window_size: 1 << 20,
            initial_connection_window_size: 1 << 20,
            max_send_buffer_size: 64 << 10,
        }
    }
}

impl Options {
    /// What is wrong with what is set, each by itself in order.
    pub(crate) fn contradictions(&self) -> impl Iterator<Item = String> {
        let of_edges = self.edges.contradiction().map(str::to_owned);
        [of_edges, self.places_in_vain(), self.window_in_vain()].into_iter().flatten()
    }

    fn places_in_vain(&self) -> Option<String> {
        let (of_one, of_all) = (self.max_connections_per_address?, self.max_connections);
        (of_one > of_all).then(|| {
            format!(
                "the setting `server.max_connections_per_address` is {of_one}, more than the {of_all} of `server.max_connections`\n\
                 help: lower the one or raise the other"
            )
        })
    }

    fn window_in_vain(&self) -> Option<String> {
        let Http2 { initial_stream_window_size: stream, initial_connection_window_size: connection, .. } = self.http2;
        (stream > connection).then(|| {
            format!(
                "the setting `server.http2_initial_stream_window_size` is {stream}, more than the {connection} of \
                 `server.http2_initial_connection_window_size`, which all streams share\nhelp: lower the one or raise the other"
            )
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_unless_set_contradicts_nothing() {
        assert_eq!(Options::default().contradictions().next(), None);
    }

    #[test]
    fn the_part_is_not_more_than_the_whole() {
        let mut options = Options { max_connections: 10, max_connections_per_address: Some(11), ..Options::default() };
        options.http2.initial_stream_window_size = 2 << 20;
        let problems: Vec<_> = options.contradictions().collect();
        assert!(problems.len() == 2 && problems.iter().all(|problem| problem.contains("\nhelp: ")), "{problems:?}");
        assert!(problems[0].contains("_per_address` is 11, more than the 10 of"), "{problems:?}");
        assert!(problems[1].contains("window_size` is 2097152, more than the 1048576 of"), "{problems:?}");
    }
}
