//! What all connections of a server share.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use axum::Router;
use http::StatusCode;
use hyper::server::conn::http1;
use tokio_util::task::TaskTracker;

use super::Server;
use super::admission::Admission;
use super::connection;
use super::edge::access_log::{AccessLog, Refusal};
use super::options::Options;
use super::peer::Peer;
use super::request::Known;
use super::stage::Stages;
use crate::drain::Drain;

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) router: Router,
    pub(super) options: Options,
    pub(super) stages: Arc<Stages>,
    pub(super) admission: Admission,
    pub(super) drain: Drain,
    pub(super) known: Known,
    /// The tasks of the connections, without those that have become websockets.
    pub(super) connections: TaskTracker,
    /// How many connections were dropped while they had a request.
    pub(super) given_up: AtomicUsize,
    pub(super) http1: http1::Builder,
    pub(super) access_log: Option<Arc<AccessLog>>,
    pub(super) is_https: bool,
    /// Whether requests are told who sends them, because that is not what the connection's address and its target say.
    pub(super) has_clients: bool,
}

impl Shared {
    pub(super) fn new(server: Server) -> Self {
        let is_https = server.is_https();
        let Server { router, options, stages, access_log, .. } = server;
        Self {
            router,
            stages,
            access_log,
            is_https,
            has_clients: is_https || !options.edges.forwarded.trusted.is_empty(),
            admission: Admission::new(&options),
            drain: Drain::new(),
            known: Known::new(),
            connections: TaskTracker::new(),
            given_up: AtomicUsize::new(0),
            http1: connection::http1::builder(&options),
            options,
        }
    }

    /// Logs what `peer` has sent and is no request.
    pub(super) fn log_refusal(&self, peer: Peer, status: StatusCode, bytes: usize) {
        if let Some(log) = &self.access_log {
            log.refused(&Refusal { client: peer.address().map(|address| address.ip()), status, bytes });
        }
    }
}
