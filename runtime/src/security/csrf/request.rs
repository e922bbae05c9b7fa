//! What a view can ask a request about its token.

use std::sync::LazyLock;

use super::check::Csrf;
use super::error::{BadCsrfOrigin, CsrfError};
use super::origin;
use crate::request::{Request, SyncRequest};
use crate::security::SecurityError;

/// What holds for a request without an application.
static NOTHING_SAID: LazyLock<Csrf> = LazyLock::new(Csrf::default);

/// Against forged requests: see the module [`csrf`](crate::security::csrf). Coroutines here, as the token may be in a session;
/// a [`SyncRequest`] has the same as plain methods.
impl Request {
    /// The token that the browser's next request has to show: for a hidden field `csrf_token`, or for scripts that send it in
    /// the header `X-CSRF-Token`. It is the one that the browser has, or else made once for this request and kept by the response.
    ///
    /// In a unit test, where no response keeps it, give the request the cookie `csrf_token`, or a
    /// [session](crate::testing::TestRequest::session).
    ///
    /// # Errors
    ///
    /// Those of the storage policy.
    pub async fn csrf_token(&self) -> Result<String, SecurityError> {
        self.csrf().storage().csrf_token(self).await
    }

    /// A new token in the place of the one that the browser has: when somebody logs in.
    ///
    /// # Errors
    ///
    /// Those of the storage policy.
    pub async fn new_csrf_token(&self) -> Result<String, SecurityError> {
        self.csrf().storage().new_csrf_token(self).await
    }

    /// Whether the request shows the right token, whatever its method, for a view that decides by itself when to look.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::security::csrf::CsrfError;
    ///
    /// #[view(path = "/vote")]
    /// async fn vote(request: &Request) -> Result<&'static str, CsrfError> {
    ///     request.check_csrf_token().await?;
    ///     Ok("voted")
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let request = pyramidion::testing::TestRequest::post("/vote").cookie("csrf_token", "7").header("x-csrf-token", "7");
    /// assert_eq!(vote(&request.build()).await.unwrap(), "voted");
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CsrfError::BadCsrfToken`]; [`CsrfError::Form`] if the form that may have it has not been read, or is none.
    pub async fn check_csrf_token(&self) -> Result<(), CsrfError> {
        self.csrf().check_token(self).await
    }

    /// Whether the request comes from a page of this site, or of one that the application trusts. By default that is asked of `https`
    /// requests only; see [`CheckOrigin`](super::CheckOrigin).
    ///
    /// # Errors
    ///
    /// [`BadCsrfOrigin`].
    pub fn check_csrf_origin(&self) -> Result<(), BadCsrfOrigin> {
        origin::check(self, &self.csrf().options)
    }

    fn csrf(&self) -> &Csrf {
        self.application().map_or(&NOTHING_SAID, |application| &application.csrf)
    }
}

/// As those of [`Request`], for code that may wait.
#[allow(clippy::missing_errors_doc)]
impl SyncRequest<'_> {
    /// As [`Request::csrf_token`].
    #[track_caller]
    pub fn csrf_token(&self) -> Result<String, SecurityError> {
        self.wait(Request::csrf_token(self))
    }

    /// As [`Request::new_csrf_token`].
    #[track_caller]
    pub fn new_csrf_token(&self) -> Result<String, SecurityError> {
        self.wait(Request::new_csrf_token(self))
    }

    /// As [`Request::check_csrf_token`].
    #[track_caller]
    pub fn check_csrf_token(&self) -> Result<(), CsrfError> {
        self.wait(Request::check_csrf_token(self))
    }
}
