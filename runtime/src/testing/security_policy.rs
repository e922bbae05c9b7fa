//! A policy that says what a test wants.

use http::HeaderMap;

use crate::request::Request;
use crate::security::{Identity, Permits, SecurityError, SecurityPolicy, UserId};

/// A security policy that answers what it is told: by default everybody is nobody, and may do anything.
///
/// Source: Pyramid's `DummySecurityPolicy`, which its `testing_securitypolicy` sets.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::{Identity, SecurityError};
/// use pyramidion::testing::{DummySecurityPolicy, TestApp};
///
/// #[view(path = "/edit")]
/// async fn edit(request: &Request) -> Result<&'static str, SecurityError> {
///     Ok(if request.has_permission("edit").await?.is_allowed() { "edited" } else { "forbidden" })
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let policy = DummySecurityPolicy::new().identity(Identity::new("ada")).permissive(false);
/// let app = TestApp::new(|config| config.set_security_policy(policy).add_view(edit {}));
/// assert_eq!(app.get("/edit").await.text(), "forbidden");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct DummySecurityPolicy {
    identity: Option<Identity>,
    permissive: bool,
    remembering: HeaderMap,
    forgetting: HeaderMap,
}

impl DummySecurityPolicy {
    /// A policy to which everybody is nobody, and may do anything.
    #[must_use]
    pub fn new() -> Self {
        Self { identity: None, permissive: true, remembering: HeaderMap::new(), forgetting: HeaderMap::new() }
    }

    /// Says who requests are from.
    #[must_use]
    pub fn identity(self, identity: Identity) -> Self {
        Self { identity: Some(identity), ..self }
    }

    /// Says whether requests may do anything, or nothing.
    #[must_use]
    pub fn permissive(self, permissive: bool) -> Self {
        Self { permissive, ..self }
    }

    /// What [`remember`](Request::remember) gives.
    #[must_use]
    pub fn remember_result(self, headers: HeaderMap) -> Self {
        Self { remembering: headers, ..self }
    }

    /// What [`forget`](Request::forget) gives.
    #[must_use]
    pub fn forget_result(self, headers: HeaderMap) -> Self {
        Self { forgetting: headers, ..self }
    }
}

impl Default for DummySecurityPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl SecurityPolicy for DummySecurityPolicy {
    async fn identity(&self, _: &Request) -> Result<Option<Identity>, SecurityError> {
        Ok(self.identity.clone())
    }

    async fn permits(&self, _: &Request, _: Option<&Identity>, _: &str) -> Result<Permits, SecurityError> {
        let reason = "the test says so";
        Ok(if self.permissive { Permits::allowed(reason) } else { Permits::denied(reason) })
    }

    async fn remember(&self, _: &Request, _: &UserId) -> Result<HeaderMap, SecurityError> {
        Ok(self.remembering.clone())
    }

    async fn forget(&self, _: &Request) -> Result<HeaderMap, SecurityError> {
        Ok(self.forgetting.clone())
    }
}
