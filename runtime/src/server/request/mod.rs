//! From hyper's request to the application's.

mod answer;
mod body;
mod fate;
mod known;
mod limit;
mod sent;

use std::cell::RefCell;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use http::{Request, Response, StatusCode};
use hyper::body::{Body as _, Incoming};
use hyper::service::Service;
use hyper::upgrade::OnUpgrade;
use tower::Service as _;

use self::answer::{Answer, Reply};
use self::body::{BodyLimits, LimitedBody};
use self::fate::Fate;
use self::limit::TimeLimit;
use self::sent::{Sending, SentBody};
use super::answers;
use super::connection::pulse::Pulse;
use super::peer::Peer;
use super::shared::Shared;
use super::stage::Stage;

pub(super) use self::known::Known;

/// What answers the requests of one connection.
pub(super) struct RequestService {
    shared: Arc<Shared>,
    /// The connection's own, because a call wants it for itself, and to clone it for each request would have all threads
    /// count at one place.
    router: RefCell<Router>,
    peer: Peer,
    pulse: Arc<Pulse>,
}

impl RequestService {
    pub(super) fn new(shared: Arc<Shared>, peer: Peer, pulse: Arc<Pulse>) -> Self {
        Self { router: RefCell::new(shared.router.clone()), shared, peer, pulse }
    }

    pub(super) fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// Logs what was no request, and was answered by `status` and `bytes`.
    pub(super) fn log_refusal(&self, status: StatusCode, bytes: usize) {
        self.shared.log_refusal(self.peer, status, bytes);
    }

    fn exceeds(&self, request: &Request<Incoming>) -> bool {
        let length = request.body().size_hint().lower();
        let maximum = || self.shared.options.max_body_size.at(request.uri().path());
        length > 0 && maximum().is_some_and(|maximum| length > maximum as u64)
    }

    /// What the application finds in a request beside what the client has sent.
    fn extend<B>(&self, request: &mut Request<B>) {
        let extensions = request.extensions_mut();
        if let Some(address) = self.peer.address() {
            self.shared.known.tell(address, extensions);
        }
        if extensions.get::<OnUpgrade>().is_some() {
            extensions.insert(self.shared.drain.clone());
        }
        let Shared { has_clients, is_https, options, .. } = &*self.shared;
        if *has_clients {
            options.edges.forwarded.apply(request, self.peer, *is_https);
        }
    }

    /// A body under the server's limits, and what becomes of it. One without bytes needs neither.
    fn limit(&self, body: Incoming, path: &str) -> (Body, Option<Arc<Fate>>) {
        if body.is_end_stream() {
            return (Body::empty(), None);
        }
        let fate = Arc::new(Fate::default());
        let limits = BodyLimits::new(&self.shared.options, path);
        (Body::new(LimitedBody::new(body, limits, &self.pulse, &fate)), Some(fate))
    }
}

impl Service<Request<Incoming>> for RequestService {
    type Response = Response<SentBody>;
    type Error = Infallible;
    type Future = Answer;

    fn call(&self, mut request: Request<Incoming>) -> Answer {
        self.pulse.request_came();
        self.extend(&mut request);
        let mut reply = Reply {
            version: request.version(),
            is_last: self.shared.stages.now() != Stage::Serving,
            fate: None,
            logging: self.shared.access_log.as_ref().and_then(|log| log.begin(&mut request)).map(Box::new),
            sending: Sending::new(&self.pulse),
        };
        if self.exceeds(&request) {
            self.pulse.leave_body();
            return Answer::Now { response: Some(reply.by_server(answers::too_large(request.version()))) };
        }
        if !request.body().is_end_stream() {
            DefaultBodyLimit::disable().apply(&mut request); // The server's limit is the only one.
        }
        let limit =
            self.shared.options.request_timeout.at(request.uri().path()).map(|time| TimeLimit::new(time, &request));
        let (parts, body) = request.into_parts();
        let (body, fate) = self.limit(body, parts.uri.path());
        reply.fate = fate;
        Answer::Later {
            future: self.router.borrow_mut().call(Request::from_parts(parts, body)),
            limit,
            reply: Some(reply),
        }
    }
}
