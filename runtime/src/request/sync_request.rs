//! The request of code that may wait.

use std::future::Future;
use std::ops::{Deref, DerefMut};

use super::Request;
use crate::executor::SyncScope;

/// A [`Request`] with leave to wait, as sync views and sync tweens get it: `request.wait(load(7))`.
///
/// It is bound to the thread of the executor on which it was made, so to wait where that would hold up others is an error of
/// the compiler; see [`SyncScope`].
///
/// ```
/// use pyramidion::prelude::*;
///
/// async fn load(id: &str) -> String {
///     tokio::task::yield_now().await;
///     format!("user {id}")
/// }
///
/// #[view(path = "/users/{id}")]
/// fn user(request: SyncRequest<'_>, id: String) -> String {
///     let user = request.wait(load(&id));
///     format!("{user} at {}", request.path())
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_view(user {}));
/// assert_eq!(app.get("/users/7").await.text(), "user 7 at /users/7");
/// # }
/// ```
#[derive(Debug)]
pub struct SyncRequest<'scope> {
    request: Request,
    scope: &'scope SyncScope<'scope>,
}

impl<'scope> SyncRequest<'scope> {
    /// Puts a request and a scope together, for instance to call a view from a test.
    ///
    /// ```
    /// use pyramidion::executor::spawn_blocking_scope_with;
    /// use pyramidion::prelude::*;
    ///
    /// fn home(request: SyncRequest<'_>) -> String {
    ///     request.wait(std::future::ready(request.path().into_owned()))
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let request = Request::new(http::Request::get("/home").body(axum::body::Body::empty()).unwrap());
    /// let path = spawn_blocking_scope_with(|scope| home(SyncRequest::new(request, scope))).await;
    /// assert_eq!(path, "/home");
    /// # }
    /// ```
    #[must_use]
    pub fn new(request: Request, scope: &'scope SyncScope<'scope>) -> Self {
        Self { request, scope }
    }

    /// Waits for `future` on this thread, as [`SyncScope::wait`] does.
    ///
    /// The future cannot hold the leave to wait, and so not the whole `SyncRequest`; it can hold the [`Request`] in it:
    ///
    /// ```
    /// # use pyramidion::prelude::*;
    /// #[view(path = "/shout")]
    /// fn shout(request: SyncRequest<'_>) -> String {
    ///     let inner: &Request = &request;
    ///     request.wait(async { inner.path().to_uppercase() })
    /// }
    /// ```
    ///
    /// # Panics
    ///
    /// As [`SyncScope::wait`].
    #[track_caller]
    pub fn wait<F: Future + Send>(&self, future: F) -> F::Output {
        self.scope.wait(future)
    }

    /// The leave to wait, without the request: for what borrows the request mutably.
    ///
    /// ```
    /// # use pyramidion::prelude::*;
    /// #[tween]
    /// fn measured(mut request: SyncRequest<'_>, next: SyncNext) -> Response {
    ///     let scope = request.scope();
    ///     let length = scope.wait(request.read_body()).map_or(0, |body| body.len());
    ///     println!("{length} bytes");
    ///     next.call(request)
    /// }
    /// ```
    #[must_use]
    pub fn scope(&self) -> &'scope SyncScope<'scope> {
        self.scope
    }

    /// The request alone, which may go to other threads.
    #[must_use]
    pub fn into_request(self) -> Request {
        self.request
    }
}

impl Deref for SyncRequest<'_> {
    type Target = Request;

    fn deref(&self) -> &Request {
        &self.request
    }
}

impl DerefMut for SyncRequest<'_> {
    fn deref_mut(&mut self) -> &mut Request {
        &mut self.request
    }
}

impl From<SyncRequest<'_>> for Request {
    fn from(request: SyncRequest<'_>) -> Request {
        request.into_request()
    }
}
