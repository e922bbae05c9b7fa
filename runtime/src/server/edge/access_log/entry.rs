//! What a line is made of, collected while the response goes out.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use axum::extract::ConnectInfo;
use http::header::{REFERER, USER_AGENT};
use http::{HeaderValue, Method, Request, StatusCode, Uri, Version};

use super::AccessLog;
use crate::request::Client;

/// The status of a request whose client has gone before there was a response.
const CLIENT_CLOSED_REQUEST: u16 = 499;

/// One line to be, which is written when it is dropped.
#[derive(Debug)]
pub(super) struct Entry {
    log: Arc<AccessLog>,
    pub(super) client: Option<IpAddr>,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) version: Version,
    pub(super) referer: Option<HeaderValue>,
    pub(super) user_agent: Option<HeaderValue>,
    pub(super) arrived: SystemTime,
    started: Instant,
    pub(super) status: u16,
    pub(super) bytes: u64,
    pub(super) is_aborted: bool,
}

impl Entry {
    /// An entry counts as aborted until it is [`complete`](Self::complete).
    pub(super) fn of<B>(log: Arc<AccessLog>, request: &Request<B>) -> Self {
        let extensions = request.extensions();
        let client = match extensions.get::<Client>() {
            Some(client) => client.address(),
            None => extensions.get().map(|ConnectInfo(address): &ConnectInfo<SocketAddr>| address.ip()),
        };
        Self {
            log,
            client,
            method: request.method().clone(),
            uri: request.uri().clone(),
            version: request.version(),
            referer: request.headers().get(REFERER).cloned(),
            user_agent: request.headers().get(USER_AGENT).cloned(),
            arrived: SystemTime::now(),
            started: Instant::now(),
            status: CLIENT_CLOSED_REQUEST,
            bytes: 0,
            is_aborted: true,
        }
    }

    pub(super) fn answered(&mut self, status: StatusCode) {
        self.status = status.as_u16();
    }

    pub(super) fn complete(&mut self) {
        self.is_aborted = false;
    }

    pub(super) fn duration(&self) -> Duration {
        self.started.elapsed()
    }

    /// The target as it is in the request line of HTTP/1.1.
    pub(super) fn target(&self) -> &str {
        self.uri.path_and_query().map_or("*", |target| target.as_str())
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.log.write(self);
    }
}
