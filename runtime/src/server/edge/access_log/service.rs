//! The layer.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use http::header::UPGRADE;
use http::{Method, Request, Response, StatusCode};
use hyper::body::{Body, Bytes};
use pin_project_lite::pin_project;
use tower::{Layer, Service};

use super::AccessLog;
use super::body::LoggedBody;
use super::entry::Entry;
use crate::request::Outlives;

/// Writes the access log, if there is one.
#[derive(Clone, Debug)]
pub(crate) struct AccessLogLayer {
    log: Option<Arc<AccessLog>>,
}

/// A service whose responses are logged.
#[derive(Clone, Debug)]
pub(crate) struct AccessLogService<S> {
    inner: S,
    log: Option<Arc<AccessLog>>,
}

/// Where the entry of a websocket waits for its end.
type Shelf = Arc<Mutex<Option<Entry>>>;

impl AccessLogLayer {
    pub(super) fn new(log: Option<Arc<AccessLog>>) -> Self {
        Self { log }
    }
}

impl<S> Layer<S> for AccessLogLayer {
    type Service = AccessLogService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AccessLogService { inner, log: self.log.clone() }
    }
}

impl<S, B, R> Service<Request<B>> for AccessLogService<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Body<Data = Bytes>,
{
    type Response = Response<LoggedBody<R>>;
    type Error = S::Error;
    type Future = LoggedFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let log = self.log.as_ref().filter(|log| log.is_read());
        let entry = log.map(|log| Entry::of(log.clone(), &request));
        let mut shelf = None;
        if entry.is_some() && may_become_another_protocol(&request) {
            let place = Shelf::default();
            request.extensions_mut().insert(Outlives(place.clone()));
            shelf = Some(place);
        }
        LoggedFuture { future: self.inner.call(request), entry, shelf }
    }
}

pin_project! {
    /// A response to come. Dropped before, it is logged as aborted.
    #[derive(Debug)]
    pub(crate) struct LoggedFuture<F> {
        #[pin]
        future: F,
        entry: Option<Entry>,
        shelf: Option<Shelf>,
    }
}

impl<F, R, E> Future for LoggedFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: Body<Data = Bytes>,
{
    type Output = Result<Response<LoggedBody<R>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let response = std::task::ready!(this.future.poll(cx))?;
        let mut entry = this.entry.take();
        if let Some(entry) = &mut entry {
            entry.answered(response.status());
        }
        if this.shelf.is_some() && is_agreed(response.status(), entry.as_ref()) {
            shelve(this.shelf.take(), &mut entry);
        }
        Poll::Ready(Ok(response.map(|body| LoggedBody::new(body, entry))))
    }
}

/// By HTTP/1.1's upgrade, or HTTP/2's extended CONNECT (RFC 8441).
fn may_become_another_protocol<B>(request: &Request<B>) -> bool {
    request.method() == Method::CONNECT || request.headers().contains_key(UPGRADE)
}

fn is_agreed(status: StatusCode, entry: Option<&Entry>) -> bool {
    let is_connect = entry.is_some_and(|entry| entry.method == Method::CONNECT);
    status == StatusCode::SWITCHING_PROTOCOLS || is_connect && status.is_success()
}

/// Whoever took the other half of the shelf from the request holds it until the websocket ends; if nobody did, this is the end.
fn shelve(shelf: Option<Shelf>, entry: &mut Option<Entry>) {
    let Some(shelf) = shelf else { return };
    if let (Some(mut entry), Ok(mut place)) = (entry.take(), shelf.lock()) {
        entry.complete();
        *place = Some(entry);
    }
}
