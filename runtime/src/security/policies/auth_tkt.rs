//! Users who are remembered in a cookie.

use std::time::SystemTime;

use http::HeaderMap;

use super::renewal;
use crate::request::Request;
use crate::security::user_callback::{Callback, identity_of};
use crate::security::{
    AuthTkt, AuthTktIdentity, Identity, RememberOptions, SecurityError, SecurityPolicy, UserCallback, UserId,
};
use crate::view::definition::Requirement;

/// Knows users by a signed cookie: [`AuthTkt`], and what the application says of them.
///
/// The identity holds the ticket, too: [`identity.get::<AuthTktIdentity>()`](Identity::get). A ticket that is old enough
/// ([`AuthTkt::reissue_time`]) is issued anew, at most once for a request, unless that request remembers or forgets somebody.
/// Source: Pyramid's `AuthTktAuthenticationPolicy`, except that the ticket of an unknown user is not issued anew.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::{AuthTkt, AuthTktPolicy, SecurityError, UserId};
/// use pyramidion::testing::TestApp;
///
/// async fn groups(userid: UserId) -> Option<[&'static str; 1]> {
///     (userid == "ada").then_some(["group:editors"])
/// }
///
/// #[view(path = "/login/{name}")]
/// async fn login(request: &Request, name: String) -> Result<HeaderMap, SecurityError> {
///     request.remember(name).await
/// }
///
/// #[view(path = "/whoami")]
/// fn whoami(request: SyncRequest<'_>) -> Result<String, SecurityError> {
///     Ok(format!("{:?}", request.effective_principals()?))
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let policy = AuthTktPolicy::new(AuthTkt::new("a secret of sixty-four random bytes")).callback(groups);
/// let app = TestApp::new(|config| config.set_security_policy(policy).add_view(login {}).add_view(whoami {}));
/// let login = app.get("/login/ada").await;
/// let ticket = login.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned();
///
/// let answer = app.request(Method::GET, "/whoami").cookie("auth_tkt", &ticket).await;
/// assert!(answer.text().contains("group:editors"), "{}", answer.text());
/// # }
/// ```
///
/// It is also a part for a policy of your own: see [the module](crate::security#a-policy-of-your-own).
#[derive(Debug)]
pub struct AuthTktPolicy {
    tickets: AuthTkt,
    callback: Option<Callback<UserId>>,
}

impl AuthTktPolicy {
    /// A policy that knows everybody who has a valid ticket, and no groups.
    #[must_use]
    pub fn new(tickets: AuthTkt) -> Self {
        Self { tickets, callback: None }
    }

    /// Has `callback` tell of each user their groups, or that there is no such user: see [`UserCallback`].
    #[must_use]
    pub fn callback<M>(self, callback: impl UserCallback<UserId, M>) -> Self {
        Self { callback: Some(Callback::new(callback)), ..self }
    }

    /// As [`remember`](SecurityPolicy::remember), with tokens or another age.
    ///
    /// # Errors
    ///
    /// What [`AuthTkt::remember`] fails with.
    pub fn remember_with(
        &self,
        request: &Request,
        userid: impl Into<UserId>,
        options: RememberOptions,
    ) -> Result<HeaderMap, SecurityError> {
        renewal::call_off(request, self.tickets.cookie_name_in_use());
        let headers = self.tickets.remember(request, userid, options, SystemTime::now());
        Ok(headers.map_err(SecurityError::new)?.into_iter().collect())
    }

    fn renew(&self, request: &Request, ticket: &AuthTktIdentity, now: SystemTime) -> Result<(), SecurityError> {
        let headers = || self.tickets.reissue(request, ticket, now).map_err(SecurityError::new);
        renewal::renew(request, self.tickets.cookie_name_in_use(), headers)
    }
}

impl SecurityPolicy for AuthTktPolicy {
    async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
        let now = SystemTime::now();
        let Some(ticket) = self.tickets.identify(request, now) else { return Ok(None) };
        let known = identity_of(self.callback.as_ref(), ticket.userid.clone(), request).await?;
        let Some(identity) = known else { return Ok(None) };
        if ticket.reissue {
            self.renew(request, &ticket, now)?;
        }
        Ok(Some(identity.with(ticket)))
    }

    async fn remember(&self, request: &Request, userid: &UserId) -> Result<HeaderMap, SecurityError> {
        self.remember_with(request, userid.clone(), RememberOptions::new())
    }

    async fn forget(&self, request: &Request) -> Result<HeaderMap, SecurityError> {
        renewal::call_off(request, self.tickets.cookie_name_in_use());
        Ok(self.tickets.forget(request).into_iter().collect())
    }

    fn requirements(&self) -> Vec<Requirement> {
        self.callback.as_ref().map(|callback| callback.requirements.clone()).unwrap_or_default()
    }
}
