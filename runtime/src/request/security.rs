//! What a request can tell of the one who sent it: Pyramid's `request.identity` and what is beside it.

use std::sync::Arc;

use http::HeaderMap;

use super::{Request, SyncRequest};
use crate::acl::Principal;
use crate::security::{AnyPolicy, Identity, Permits, SecurityError, UserId, principals};

/// Coroutines here, as the application's security policy may have to ask a database. A [`SyncRequest`] has the same as plain
/// methods.
impl Request {
    /// Who the request is from. Asked of the application's security policy once for each request; nobody, where there is none.
    ///
    /// # Errors
    ///
    /// Those of the policy.
    pub async fn identity(&self) -> Result<Option<Arc<Identity>>, SecurityError> {
        let (Some(policy), Some(visit)) = (self.policy(), self.visit()) else { return Ok(None) };
        let find = || async { Ok(policy.identity(self).await?.map(Arc::new)) };
        visit.identity.get_or_try_init(find).await.cloned()
    }

    /// The id of the user that the request is from.
    ///
    /// # Errors
    ///
    /// Those of the policy.
    pub async fn authenticated_userid(&self) -> Result<Option<UserId>, SecurityError> {
        Ok(self.identity().await?.map(|identity| identity.userid().clone()))
    }

    /// Whether it is known who the request is from.
    ///
    /// # Errors
    ///
    /// Those of the policy.
    pub async fn is_authenticated(&self) -> Result<bool, SecurityError> {
        Ok(self.identity().await?.is_some())
    }

    /// All that the sender of the request is to an access control list: at least everyone.
    ///
    /// # Errors
    ///
    /// Those of the policy.
    pub async fn effective_principals(&self) -> Result<Arc<[Principal]>, SecurityError> {
        Ok(principals(self.identity().await?.as_deref()))
    }

    /// Whether the request may do this in its context. Without a security policy it may do anything.
    ///
    /// # Errors
    ///
    /// Those of the policy.
    pub async fn has_permission(&self, permission: &str) -> Result<Permits, SecurityError> {
        let Some(policy) = self.policy() else { return Ok(Permits::allowed("there is no security policy")) };
        let identity = self.identity().await?;
        policy.permits(self, identity.as_deref(), permission).await
    }

    /// The headers by which the client shows from now on that it is `userid`: put them into a response.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::security::SecurityError;
    ///
    /// #[view(path = "/login", request_method = "POST")]
    /// async fn login(request: &Request) -> Result<(HeaderMap, HttpSeeOther), SecurityError> {
    ///     // … look at the password first
    ///     Ok((request.remember("ada").await?, HttpSeeOther::new("/")))
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the policy.
    pub async fn remember(&self, userid: impl Into<UserId>) -> Result<HeaderMap, SecurityError> {
        let userid = userid.into();
        match self.policy() {
            Some(policy) => policy.remember(self, &userid).await,
            None => Ok(HeaderMap::new()),
        }
    }

    /// The headers that make the client forget who it is: put them into a response.
    ///
    /// # Errors
    ///
    /// Those of the policy.
    pub async fn forget(&self) -> Result<HeaderMap, SecurityError> {
        match self.policy() {
            Some(policy) => policy.forget(self).await,
            None => Ok(HeaderMap::new()),
        }
    }

    fn policy(&self) -> Option<Arc<dyn AnyPolicy>> {
        self.application()?.policy.clone()
    }
}

/// As those of [`Request`], for code that may wait; aiopyramid's authentication policy proxy.
#[allow(clippy::missing_errors_doc)]
impl SyncRequest<'_> {
    /// As [`Request::identity`].
    #[track_caller]
    pub fn identity(&self) -> Result<Option<Arc<Identity>>, SecurityError> {
        self.wait(Request::identity(self))
    }

    /// As [`Request::authenticated_userid`].
    #[track_caller]
    pub fn authenticated_userid(&self) -> Result<Option<UserId>, SecurityError> {
        self.wait(Request::authenticated_userid(self))
    }

    /// As [`Request::is_authenticated`].
    #[track_caller]
    pub fn is_authenticated(&self) -> Result<bool, SecurityError> {
        self.wait(Request::is_authenticated(self))
    }

    /// As [`Request::effective_principals`].
    #[track_caller]
    pub fn effective_principals(&self) -> Result<Arc<[Principal]>, SecurityError> {
        self.wait(Request::effective_principals(self))
    }

    /// As [`Request::has_permission`].
    #[track_caller]
    pub fn has_permission(&self, permission: &str) -> Result<Permits, SecurityError> {
        self.wait(Request::has_permission(self, permission))
    }

    /// As [`Request::remember`].
    #[track_caller]
    pub fn remember(&self, userid: impl Into<UserId> + Send) -> Result<HeaderMap, SecurityError> {
        self.wait(Request::remember(self, userid))
    }

    /// As [`Request::forget`].
    #[track_caller]
    pub fn forget(&self) -> Result<HeaderMap, SecurityError> {
        self.wait(Request::forget(self))
    }
}
