//! What belongs to a request from its first tween to its last callback, whoever holds the request.

use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::response::Response;
use http::Extensions;
use tokio::sync::OnceCell;

use super::{Attributes, Request};
use crate::application::Application;
use crate::events::NewResponse;
use crate::security::Identity;
use crate::view::failure;

type ResponseCallback = Box<dyn FnOnce(&mut Response) + Send>;
type FinishedCallback = Box<dyn FnOnce() + Send>;

/// One request's stay in the application; an extension of the request.
pub(crate) struct Visit {
    pub(crate) application: Arc<Application>,
    pub(super) identity: OnceCell<Option<Arc<Identity>>>,
    callbacks: Mutex<Callbacks>,
    kept: Mutex<Extensions>,
    /// What routing and traversal have found out, for an exception view.
    routed: Mutex<Attributes>,
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
        let mut response = handler(request).await;
        if let Some(visit) = visit {
            visit.end(&mut response);
        }
        response
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
        Self { application, identity, callbacks, kept: Mutex::default(), routed: Mutex::default() }
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

    /// Runs the callbacks, which may add others, and tells the subscribers of the response. If one of them panics, the response is
    /// a 500.
    pub(crate) fn end(&self, response: &mut Response) {
        let finish = catch_unwind(AssertUnwindSafe(|| self.finish(response)));
        if let Err(payload) = finish {
            *response = failure::panicked("a response callback", &*payload);
        }
        self.run_finished_callbacks();
    }

    fn finish(&self, response: &mut Response) {
        loop {
            let callbacks = mem::take(&mut self.callbacks().response);
            if callbacks.is_empty() {
                break;
            }
            callbacks.into_iter().for_each(|callback| callback(response));
        }
        self.application.subscribers.new_response(NewResponse { response });
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
