//! Where the token is kept.

use std::future::Future;
use std::pin::Pin;

use subtle::ConstantTimeEq;

use crate::request::Request;
use crate::security::SecurityError;

/// Keeps the token of a browser; set by
/// [`Configurator::set_csrf_storage_policy`](crate::Configurator::set_csrf_storage_policy).
///
/// Its methods are coroutines, as the token may be in a session, which may be on another server. Source: Pyramid's
/// `ICSRFStoragePolicy`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::SecurityError;
/// use pyramidion::security::csrf::CsrfStoragePolicy;
///
/// /// For tests: everybody has the same token.
/// struct Known;
///
/// impl CsrfStoragePolicy for Known {
///     async fn csrf_token(&self, _: &Request) -> Result<String, SecurityError> {
///         Ok("0123456789".to_owned())
///     }
///
///     async fn new_csrf_token(&self, request: &Request) -> Result<String, SecurityError> {
///         self.csrf_token(request).await
///     }
/// }
///
/// let config = Configurator::new().set_csrf_storage_policy(Known);
/// ```
pub trait CsrfStoragePolicy: Send + Sync + 'static {
    /// The token of the browser that has sent the request; a new one if it has none.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from knowing.
    fn csrf_token(&self, request: &Request) -> impl Future<Output = Result<String, SecurityError>> + Send;

    /// A new token in the place of the one that the browser has, as after a login.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from making one.
    fn new_csrf_token(&self, request: &Request) -> impl Future<Output = Result<String, SecurityError>> + Send;

    /// Whether `supplied` is the right token. It takes as long whether the first or the last character is wrong.
    ///
    /// # Errors
    ///
    /// As [`csrf_token`](Self::csrf_token).
    fn check_csrf_token(
        &self,
        request: &Request,
        supplied: &str,
    ) -> impl Future<Output = Result<bool, SecurityError>> + Send {
        async move {
            let expected = self.csrf_token(request).await?;
            Ok(!expected.is_empty() && bool::from(expected.as_bytes().ct_eq(supplied.as_bytes())))
        }
    }

    /// Whether it keeps the token in the session, so that an application without sessions is refused at its start. It does not,
    /// unless it says so.
    fn needs_session(&self) -> bool {
        false
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, SecurityError>> + Send + 'a>>;

/// A storage policy of whatever type.
pub(crate) trait AnyCsrfStorage: Send + Sync {
    fn csrf_token<'a>(&'a self, request: &'a Request) -> Answer<'a, String>;
    fn new_csrf_token<'a>(&'a self, request: &'a Request) -> Answer<'a, String>;
    fn check_csrf_token<'a>(&'a self, request: &'a Request, supplied: &'a str) -> Answer<'a, bool>;
    fn needs_session(&self) -> bool;
}

impl<P: CsrfStoragePolicy> AnyCsrfStorage for P {
    fn csrf_token<'a>(&'a self, request: &'a Request) -> Answer<'a, String> {
        Box::pin(CsrfStoragePolicy::csrf_token(self, request))
    }

    fn new_csrf_token<'a>(&'a self, request: &'a Request) -> Answer<'a, String> {
        Box::pin(CsrfStoragePolicy::new_csrf_token(self, request))
    }

    fn check_csrf_token<'a>(&'a self, request: &'a Request, supplied: &'a str) -> Answer<'a, bool> {
        Box::pin(CsrfStoragePolicy::check_csrf_token(self, request, supplied))
    }

    fn needs_session(&self) -> bool {
        CsrfStoragePolicy::needs_session(self)
    }
}
