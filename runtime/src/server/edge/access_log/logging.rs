//! From a request to its response.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::response::Response;
use http::header::UPGRADE;
use http::{Method, Request, StatusCode};

use super::AccessLog;
use super::body::LoggedBody;
use super::entry::Entry;
use crate::request::Outlives;

/// Where the entry of a websocket waits for its end.
type Shelf = Arc<Mutex<Option<Entry>>>;

/// A request whose response is to be logged. Dropped before there is one, it is logged as aborted.
#[derive(Debug)]
pub(crate) struct Logging {
    entry: Entry,
    shelf: Option<Shelf>,
}

impl AccessLog {
    /// Begins a line, if anybody reads it. What leaves the [`Client`](crate::request::Client) among the extensions goes before.
    pub(crate) fn begin<B>(self: &Arc<Self>, request: &mut Request<B>) -> Option<Logging> {
        if !self.is_read() {
            return None;
        }
        let entry = Entry::of(Arc::clone(self), request);
        let shelf = may_become_another_protocol(request).then(Shelf::default);
        if let Some(shelf) = &shelf {
            request.extensions_mut().insert(Outlives(shelf.clone()));
        }
        Some(Logging { entry, shelf })
    }
}

impl Logging {
    /// The response, whose end ends the line.
    pub(crate) fn answered(mut self, response: Response) -> Response {
        self.entry.answered(response.status());
        match self.shelf.take() {
            Some(shelf) if is_agreed(response.status(), &self.entry.method) => {
                shelve(&shelf, self.entry);
                response
            }
            _ => response.map(|body| Body::new(LoggedBody::new(body, self.entry))),
        }
    }
}

/// By HTTP/1.1's upgrade, or HTTP/2's extended CONNECT (RFC 8441).
fn may_become_another_protocol<B>(request: &Request<B>) -> bool {
    request.method() == Method::CONNECT || request.headers().contains_key(UPGRADE)
}

fn is_agreed(status: StatusCode, method: &Method) -> bool {
    status == StatusCode::SWITCHING_PROTOCOLS || method == Method::CONNECT && status.is_success()
}

/// Whoever took the other half of the shelf from the request holds it until the websocket ends; if nobody did, this is the end.
fn shelve(shelf: &Shelf, mut entry: Entry) {
    entry.complete();
    if let Ok(mut place) = shelf.lock() {
        *place = Some(entry);
    }
}
