//! The options of a server that can be others for some paths, in code.

use std::time::Duration;

use super::Server;
use super::bounds::bounded;

/// A path here is one with all that is below it: `/upload` is also `/upload/photos/7`, and not `/uploads`. A segment in braces is any,
/// as in a route's pattern: `/users/{id}/photo`. Of several paths the longest counts; what is set for it last holds. Paths are compared
/// with what the client has sent, before the application is asked, and segment by segment as they are decoded.
///
/// The settings are those of the methods without `_under`: `server.max_body_size` is `2 MiB, /upload 1 GiB`.
impl Server {
    /// [`max_body_size`](Self::max_body_size) for requests under `path`; more than elsewhere, or less.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use pyramidion::Server;
    ///
    /// let server = Server::new(axum::Router::new())
    ///     .max_body_size(64 << 10)
    ///     .max_body_size_under("/upload", 1 << 30)
    ///     .body_read_timeout_under("/upload", Duration::from_secs(3_600))
    ///     .request_timeout_under("/upload", Duration::from_secs(3_700));
    /// ```
    pub fn max_body_size_under(mut self, path: &str, bytes: impl Into<Option<usize>>) -> Self {
        self.options.max_body_size.set_under(path, bytes.into());
        self
    }

    /// [`body_read_timeout`](Self::body_read_timeout) for requests under `path`.
    pub fn body_read_timeout_under(mut self, path: &str, time: impl Into<Option<Duration>>) -> Self {
        self.options.body_read_timeout.set_under(path, time.into().map(bounded));
        self
    }

    /// [`request_timeout`](Self::request_timeout) for requests under `path`.
    pub fn request_timeout_under(mut self, path: &str, time: impl Into<Option<Duration>>) -> Self {
        self.options.request_timeout.set_under(path, time.into().map(bounded));
        self
    }
}
