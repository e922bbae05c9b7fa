//! From hyper's request to the application's.

mod answer;
mod body;
mod fate;

use std::cell::RefCell;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit};
use axum::response::Response;
use http::{Request, StatusCode};
use hyper::body::{Body as _, Incoming};
use hyper::service::Service;
use hyper::upgrade::OnUpgrade;
use tower::Service as _;

use self::answer::{Answer, Asked, TimeLimit, logged};
use self::body::{BodyLimits, LimitedBody};
use self::fate::Fate;
use super::answers;
use super::connection::pulse::Pulse;
use super::peer::Peer;
use super::shared::Shared;
use super::stage::Stage;

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
            extensions.insert(ConnectInfo(address));
        }
        if extensions.get::<OnUpgrade>().is_some() {
            extensions.insert(self.shared.drain.clone());
        }
        let Shared { has_clients, is_https, options, .. } = &*self.shared;
        if *has_clients {
            options.edges.forwarded.apply(request, self.peer, *is_https);
        }
    }

    /// The body under the server's limits, which are then the only ones, and what becomes of it; a body without bytes needs
    /// neither.
    fn limit(&self, mut request: Request<Incoming>) -> (Request<Body>, Option<Arc<Fate>>) {
        if request.body().is_end_stream() {
            return (request.map(|_| Body::empty()), None);
        }
        DefaultBodyLimit::disable().apply(&mut request);
        let fate = Arc::new(Fate::default());
        let limits = BodyLimits::new(&self.shared.options, request.uri().path());
        let limited = |body| Body::new(LimitedBody::new(body, limits, &self.pulse, &fate));
        (request.map(limited), Some(Arc::clone(&fate)))
    }
}

impl Service<Request<Incoming>> for RequestService {
    type Response = Response;
    type Error = Infallible;
    type Future = Answer;

    fn call(&self, mut request: Request<Incoming>) -> Answer {
        self.pulse.request_came();
        self.extend(&mut request);
        let logging = self.shared.access_log.as_ref().and_then(|log| log.begin(&mut request)).map(Box::new);
        if self.exceeds(&request) {
            self.pulse.leave_body();
            return Answer::Now { response: Some(logged(logging, answers::too_large(request.version()))) };
        }
        let asked = Asked {
            method: request.method().clone(),
            path: request.uri().path_and_query().cloned(),
            version: request.version(),
            is_last: self.shared.stages.now() != Stage::Serving,
        };
        let limit = TimeLimit::new(self.shared.options.request_timeout.at(request.uri().path()));
        let (request, fate) = self.limit(request);
        let future = self.router.borrow_mut().call(request);
        Answer::Later { future, limit, asked, fate, logging }
    }
}
