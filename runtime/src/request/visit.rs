//! What belongs to a request from its first tween to its last callback, whoever holds the request.

use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::response::Response;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::Extensions;
use tokio::sync::OnceCell;

use super::{Attributes, Request};
use crate::application::Application;
use crate::events::NewResponse;
use crate::security::Identity;
use crate::security::session::{OpenedSession, SessionToSave};
use crate::view::exception::Raised;
use crate::view::failure;

type ResponseCallback = Box<dyn FnOnce(&mut Response) + Send>;
type FinishedCallback = Box<dyn FnOnce() + Send>;

/// One request's stay in the application; an extension of the request.
pub(crate) struct Visit {
    pub(crate) application: Arc<Application>,
    pub(super) identity: OnceCell<Option<Arc<Identity>>>,
    pub(crate) session: OnceCell<OpenedSession>,
    callbacks: Mutex<Callbacks>,
    kept: Mutex<Extensions>,
    /// What routing and traversal have found out, for an exception view.
    routed: Mutex<Attributes>,
    /// Whether exception views were asked.
    has_exception: AtomicBool,
}

#[derive(Default)]
struct Callbacks {
    response: Vec<ResponseCallback>,
    finished: Vec<FinishedCallback>,
}

impl Visit {
    /// Calls `handler` with the request, and whatever the request has asked for with the response. The outermost call for a request
    /// does so; those within it are within its visit.
    pub(crate) async fn accompany<F: Future<Output = Response>>(
        application: &Arc<Application>,
        mut request: Request,
        handler: impl FnOnce(Request) -> F,
    ) -> Response {
        let visit = Self::begin(application, request.extensions_mut());
        let response = handler(request).await;
        match visit {
            Some(visit) => visit.end(response).settled().await,
            None => response,
        }
    }

    /// Begins the visit of the request with these extensions, unless it has begun already. Who begins it ends it.
    pub(crate) fn begin(application: &Arc<Application>, extensions: &mut Extensions) -> Option<Arc<Self>> {
        if extensions.get::<Arc<Self>>().is_some_and(|visit| Arc::ptr_eq(&visit.application, application)) {
            return None;
        }
        let visit = Arc::new(Self::new(Arc::clone(application)));
        extensions.insert(Arc::clone(&visit));
        Some(visit)
    }

    pub(crate) fn new(application: Arc<Application>) -> Self {
        let (identity, callbacks) = (OnceCell::new(), Mutex::default());
        let (session, has_exception) = (OnceCell::new(), AtomicBool::new(false));
        let (kept, routed) = (Mutex::default(), Mutex::default());
        Self { application, identity, session, callbacks, kept, routed, has_exception }
    }

    /// Remembers that the response is going to stand for an error, whoever makes it.
    pub(crate) fn set_exception(&self) {
        self.has_exception.store(true, Ordering::Relaxed);
    }

    pub(crate) fn set_routed(&self, attributes: Attributes) {
        *self.routed.lock().unwrap_or_else(PoisonError::into_inner) = attributes;
    }

    pub(crate) fn routed(&self) -> Attributes {
        self.routed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What somebody keeps for this request: the same value whenever its type is asked for.
    pub(crate) fn kept<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(kept.get_or_insert_default::<Arc<T>>())
    }

    pub(super) fn on_response(&self, callback: ResponseCallback) {
        self.callbacks().response.push(callback);
    }

    pub(super) fn on_finish(&self, callback: FinishedCallback) {
        self.callbacks().finished.push(callback);
    }

    /// Runs the callbacks, which may add others, saves the session, and tells the subscribers of the response. Whatever of it fails
    /// or panics makes the response a 500.
    pub(crate) fn end(self: Arc<Self>, mut response: Response) -> Ended {
        unless_it_panics("a response callback", &mut response, |response| self.run_response_callbacks(response));
        match self.session_to_save(&response) {
            Some(session) => Ended::Later(Box::pin(self.end_saving(session, response))),
            None => Ended::Now(self.finish(response)),
        }
    }

    async fn end_saving(self: Arc<Self>, session: SessionToSave, mut response: Response) -> Response {
        if let Some(opened) = self.session.get() {
            match AssertUnwindSafe(opened.save(session)).catch_unwind().await {
                Ok(Ok(headers)) => headers.iter().for_each(|(name, value)| {
                    response.headers_mut().append(name, value.clone());
                }),
                Ok(Err(error)) => response = failure::answer("the session factory", &error),
                Err(payload) => response = failure::panicked("the session factory", &*payload),
            }
        }
        self.finish(response)
    }

    fn finish(&self, mut response: Response) -> Response {
        let subscribers = &self.application.subscribers;
        unless_it_panics("a subscriber", &mut response, |response| {
            subscribers.new_response(NewResponse { response });
        });
        self.run_finished_callbacks();
        response
    }

    fn run_response_callbacks(&self, response: &mut Response) {
        loop {
            let callbacks = mem::take(&mut self.callbacks().response);
            if callbacks.is_empty() {
                break;
            }
            callbacks.into_iter().for_each(|callback| callback(response));
        }
    }

    fn session_to_save(&self, response: &Response) -> Option<SessionToSave> {
        let opened = self.session.get()?;
        opened.close(self.has_exception.load(Ordering::Relaxed) || Raised::of(response).is_some())
    }

    /// Each for itself: a panic keeps none of the others from running, nor ends the process where another panic passes by.
    fn run_finished_callbacks(&self) {
        let finished = mem::take(&mut self.callbacks().finished);
        for callback in finished {
            if let Err(payload) = catch_unwind(AssertUnwindSafe(callback)) {
                failure::panicked("a finished callback", &*payload);
            }
        }
    }

    fn callbacks(&self) -> MutexGuard<'_, Callbacks> {
        self.callbacks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The response of a visit that has ended.
pub(crate) enum Ended {
    Now(Response),
    /// Once the session is saved.
    Later(BoxFuture<'static, Response>),
}

impl Ended {
    pub(crate) async fn settled(self) -> Response {
        match self {
            Self::Now(response) => response,
            Self::Later(response) => response.await,
        }
    }
}

fn unless_it_panics(what: &str, response: &mut Response, change: impl FnOnce(&mut Response)) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| change(response))) {
        *response = failure::panicked(what, &*payload);
    }
}

/// If the client has gone, or a panic passed by, the visit ends here.
impl Drop for Visit {
    fn drop(&mut self) {
        self.run_finished_callbacks();
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit").finish_non_exhaustive()
    }
}

impl Request {
    /// Has `callback` change the response, whichever it will be, outside of all tweens.
    ///
    /// Callbacks run in the order in which they were added, on the event loop; a request that no application has received, as in a
    /// unit test, never runs them. Source: Pyramid's `Request.add_response_callback`.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    ///
    /// #[view(path = "/")]
    /// async fn home(request: &Request) -> &'static str {
    ///     request.add_response_callback(|response| {
    ///         response.headers_mut().insert("x-seen", HeaderValue::from_static("yes"));
    ///     });
    ///     "hello"
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let app = pyramidion::testing::TestApp::new(|config| config.add_view(home {}));
    /// assert_eq!(app.get("/").await.headers()["x-seen"], "yes");
    /// # }
    /// ```
    pub fn add_response_callback(&self, callback: impl FnOnce(&mut Response) + Send + 'static) {
        if let Some(visit) = self.visit() {
            visit.on_response(Box::new(callback));
        }
    }

    /// Has `callback` called when the request is over, after all response callbacks, also if it has failed or the client has gone.
    ///
    /// Source: Pyramid's `Request.add_finished_callback`.
    pub fn add_finished_callback(&self, callback: impl FnOnce() + Send + 'static) {
        if let Some(visit) = self.visit() {
            visit.on_finish(Box::new(callback));
        }
    }

    /// What belongs to the request as long as it is in an application.
    pub(crate) fn visit(&self) -> Option<&Arc<Visit>> {
        self.extensions().get()
    }

    pub(crate) fn application(&self) -> Option<&Arc<Application>> {
        // A visit may be that of an application around this one.
        self.attributes().application.as_ref().or(self.visit().map(|visit| &visit.application))
    }
}
