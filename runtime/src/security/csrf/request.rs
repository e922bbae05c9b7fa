//! What a view can ask a request about its token.

use super::check::Csrf;
use super::error::{BadCsrfOrigin, CsrfError};
use super::origin;
use crate::request::Request;
use crate::security::SecurityError;

/// Against forged requests: see the module [`csrf`](crate::security::csrf).
impl Request {
    /// The token that the browser's next request has to show: for a hidden field `csrf_token`, or for scripts that send it in
    /// the header `X-CSRF-Token`. It is the one that the browser has, or else made once for this request and kept by the response.
    ///
    /// In a unit test, where no response keeps it, give the request the cookie `csrf_token`.
    ///
    /// # Errors
    ///
    /// Those of the storage policy.
    pub fn csrf_token(&self) -> Result<String, SecurityError> {
        self.with_csrf(|csrf| csrf.storage.csrf_token(self))
    }

    /// A new token in the place of the one that the browser has: when somebody logs in.
    ///
    /// # Errors
    ///
    /// Those of the storage policy.
    pub fn new_csrf_token(&self) -> Result<String, SecurityError> {
        self.with_csrf(|csrf| csrf.storage.new_csrf_token(self))
    }

    /// Whether the request shows the right token, whatever its method, for a view that decides by itself when to look.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::security::csrf::CsrfError;
    ///
    /// #[view(path = "/vote")]
    /// async fn vote(request: &Request) -> Result<&'static str, CsrfError> {
    ///     request.check_csrf_token()?;
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
    pub fn check_csrf_token(&self) -> Result<(), CsrfError> {
        self.with_csrf(|csrf| csrf.check_token(self))
    }

    /// Whether the request comes from a page of this site, or of one that the application trusts. By default that is asked of `https`
    /// requests only; see [`CheckOrigin`](super::CheckOrigin).
    ///
    /// # Errors
    ///
    /// [`BadCsrfOrigin`].
    pub fn check_csrf_origin(&self) -> Result<(), BadCsrfOrigin> {
        self.with_csrf(|csrf| origin::check(self, &csrf.options))
    }

    fn with_csrf<T>(&self, ask: impl FnOnce(&Csrf) -> T) -> T {
        match self.application() {
            Some(application) => ask(&application.csrf),
            None => ask(&Csrf::default()),
        }
    }
}
