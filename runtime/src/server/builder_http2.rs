//! The options of a server that are of HTTP/2 alone, in code.

use std::time::Duration;

use super::Server;
use super::bounds::{SEND_BUFFERS, bounded, window};

impl Server {
    /// How often a client of HTTP/2 is asked whether it is still there, by a PING frame
    /// ([RFC 9113, section 6.7](https://www.rfc-editor.org/rfc/rfc9113#section-6.7)). 20 s unless set.
    pub fn http2_ping_interval(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.options.http2.ping_interval = time.into().map(bounded);
        self
    }

    /// How long a client of HTTP/2 may take to say that it is there; then the connection is closed. 20 s unless set.
    pub fn http2_ping_timeout(mut self, time: Duration) -> Self {
        self.options.http2.ping_timeout = bounded(time);
        self
    }

    /// How many streams a client of HTTP/2 may have reset before the server has looked at them ("rapid reset", CVE-2023-44487); then
    /// the connection is closed. 20 unless set.
    pub fn http2_max_pending_accept_reset_streams(mut self, count: usize) -> Self {
        self.options.http2.max_pending_accept_reset_streams = count;
        self
    }

    /// How many streams the server may have reset for mistakes of the client; then the connection is closed. 1,024 unless set.
    pub fn http2_max_local_error_reset_streams(mut self, count: usize) -> Self {
        self.options.http2.max_local_error_reset_streams = count;
        self
    }

    /// How many bytes of a request's body a client of HTTP/2 may send before somebody reads them
    /// ([RFC 9113, section 6.9](https://www.rfc-editor.org/rfc/rfc9113#section-6.9)). 1 MiB unless set; from 65,535 bytes to 2 GiB.
    /// More is faster for large uploads from far away.
    pub fn http2_initial_stream_window_size(mut self, bytes: u32) -> Self {
        self.options.http2.initial_stream_window_size = window(bytes);
        self
    }

    /// The same for all requests of a connection together, which is what a client can have the server keep for it. 1 MiB unless set;
    /// from 65,535 bytes to 2 GiB.
    pub fn http2_initial_connection_window_size(mut self, bytes: u32) -> Self {
        self.options.http2.initial_connection_window_size = window(bytes);
        self
    }

    /// How many bytes of each response of HTTP/2 may wait for its client to take them; then what makes the response waits. 64 KiB unless
    /// set; from 16 KiB to 1 GiB. A client that reads nothing can have as much kept for each of
    /// [`max_concurrent_streams`](Self::max_concurrent_streams).
    pub fn http2_max_send_buffer_size(mut self, bytes: usize) -> Self {
        self.options.http2.max_send_buffer_size = bytes.clamp(*SEND_BUFFERS.start(), *SEND_BUFFERS.end());
        self
    }
}
