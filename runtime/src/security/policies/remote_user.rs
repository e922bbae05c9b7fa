//! Users whom a proxy or a layer vouches for.

use crate::request::Request;
use crate::security::user_callback::{Callback, identity_of};
use crate::security::{Identity, RemoteUser, SecurityError, SecurityPolicy, UserCallback, UserId};
use crate::view::definition::Requirement;

/// Knows the users whom somebody before this application has found out: [`RemoteUser`], and what the application says of them.
///
/// Who remembers and forgets them is not this application. Source: Pyramid's `RemoteUserAuthenticationPolicy`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::{RemoteUser, RemoteUserPolicy};
///
/// let by_proxy = RemoteUser::header(HeaderName::from_static("x-remote-user"));
/// let config = Configurator::new().set_security_policy(RemoteUserPolicy::new(by_proxy));
/// ```
#[derive(Debug)]
pub struct RemoteUserPolicy {
    source: RemoteUser,
    callback: Option<Callback<UserId>>,
}

impl RemoteUserPolicy {
    /// A policy that knows everybody whom `source` names, and no groups.
    #[must_use]
    pub fn new(source: RemoteUser) -> Self {
        Self { source, callback: None }
    }

    /// Has `callback` tell of each user their groups, or that there is no such user: see [`UserCallback`].
    #[must_use]
    pub fn callback<M>(self, callback: impl UserCallback<UserId, M>) -> Self {
        Self { callback: Some(Callback::new(callback)), ..self }
    }
}

impl SecurityPolicy for RemoteUserPolicy {
    async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
        match self.source.userid(request) {
            Some(userid) => identity_of(self.callback.as_ref(), userid, request).await,
            None => Ok(None),
        }
    }

    fn requirements(&self) -> Vec<Requirement> {
        self.callback.as_ref().map(|callback| callback.requirements.clone()).unwrap_or_default()
    }
}
