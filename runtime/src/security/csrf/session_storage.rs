//! The token in the session.

use serde_json::Value;

use super::storage::CsrfStoragePolicy;
use crate::request::Request;
use crate::security::SecurityError;
use crate::security::session::CSRF_KEY;

/// Keeps the token in the [session](crate::security::session): where the application has a session factory, it does so unless told
/// otherwise.
///
/// Source: Pyramid's `SessionCSRFStoragePolicy`, and its default, the `LegacySessionCSRFStoragePolicy`: both have this key, and find
/// the tokens that are made here.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::csrf::SessionCsrfStoragePolicy;
/// use pyramidion::security::session::SignedCookieSessionFactory;
///
/// let config = Configurator::new()
///     .set_session_factory(SignedCookieSessionFactory::new("a secret of sixty-four random bytes"))
///     .set_csrf_storage_policy(SessionCsrfStoragePolicy::new().key("shop.csrf"));
/// ```
#[derive(Clone, Debug)]
pub struct SessionCsrfStoragePolicy {
    key: String,
}

impl SessionCsrfStoragePolicy {
    /// The token is under the key `_csrft_`.
    #[must_use]
    pub fn new() -> Self {
        Self { key: CSRF_KEY.to_owned() }
    }

    /// Keeps the token under another key.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Self {
        Self { key: key.into() }
    }
}

impl Default for SessionCsrfStoragePolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl CsrfStoragePolicy for SessionCsrfStoragePolicy {
    async fn csrf_token(&self, request: &Request) -> Result<String, SecurityError> {
        match request.session().await?.get_value(&self.key) {
            Some(Value::String(token)) if !token.is_empty() => Ok(token),
            _ => self.new_csrf_token(request).await,
        }
    }

    async fn new_csrf_token(&self, request: &Request) -> Result<String, SecurityError> {
        Ok(request.session().await?.new_token(&self.key)?)
    }

    fn needs_session(&self) -> bool {
        true
    }
}
