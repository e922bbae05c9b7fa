//! Users who are remembered in the session.

use http::HeaderMap;
use serde::ser::Error as _;
use serde_json::Value;

use crate::request::Request;
use crate::security::user_callback::{Callback, identity_of};
use crate::security::{Identity, SecurityError, SecurityPolicy, SessionError, UserCallback, UserId};
use crate::view::definition::Requirement;

/// Knows users by the [session](crate::security::session), and by what the application says of them.
///
/// [`remember`](Request::remember) and [`forget`](Request::forget) write into the session, and give no headers. A userid is a text
/// or a number here, as JSON has no bytes. Where sessions are kept on a server, call
/// [`invalidate`](crate::security::session::Session::invalidate) before you remember somebody. Source: Pyramid's
/// `SessionAuthenticationPolicy`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::session::SignedCookieSessionFactory;
/// use pyramidion::security::{SecurityError, SessionPolicy, UserId};
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
/// let app = TestApp::new(|config| {
///     config
///         .set_session_factory(SignedCookieSessionFactory::new("a secret of sixty-four random bytes"))
///         .set_security_policy(SessionPolicy::new().callback(groups))
///         .add_view(login {})
///         .add_view(whoami {})
/// });
/// let login = app.get("/login/ada").await;
/// let session = login.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned();
///
/// let answer = app.request(Method::GET, "/whoami").cookie("session", &session).await;
/// assert!(answer.text().contains("group:editors"), "{}", answer.text());
/// # }
/// ```
#[derive(Debug)]
pub struct SessionPolicy {
    key: String,
    callback: Option<Callback<UserId>>,
}

impl SessionPolicy {
    /// A policy that knows everybody whom the session names as `auth.userid`, and no groups.
    #[must_use]
    pub fn new() -> Self {
        Self { key: "auth.userid".to_owned(), callback: None }
    }

    /// What stands before `userid` in the key: `auth.` unless set.
    #[must_use]
    pub fn prefix(self, prefix: &str) -> Self {
        Self { key: format!("{prefix}userid"), ..self }
    }

    /// Has `callback` tell of each user their groups, or that there is no such user: see [`UserCallback`].
    #[must_use]
    pub fn callback<M>(self, callback: impl UserCallback<UserId, M>) -> Self {
        Self { callback: Some(Callback::new(callback)), ..self }
    }
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl SecurityPolicy for SessionPolicy {
    async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
        match request.session().await?.get_value(&self.key).and_then(from_json) {
            Some(userid) => identity_of(self.callback.as_ref(), userid, request).await,
            None => Ok(None),
        }
    }

    async fn remember(&self, request: &Request, userid: &UserId) -> Result<HeaderMap, SecurityError> {
        let userid = to_json(userid).map_err(SessionError::Data)?;
        request.session().await?.insert(&*self.key, &userid)?;
        Ok(HeaderMap::new())
    }

    async fn forget(&self, request: &Request) -> Result<HeaderMap, SecurityError> {
        let session = request.session().await?;
        if session.contains_key(&self.key) {
            session.remove(&self.key);
        }
        Ok(HeaderMap::new())
    }

    fn needs_session(&self) -> bool {
        true
    }

    fn requirements(&self) -> Vec<Requirement> {
        self.callback.as_ref().map(|callback| callback.requirements.clone()).unwrap_or_default()
    }
}

fn to_json(userid: &UserId) -> serde_json::Result<Value> {
    match userid {
        UserId::Text(text) => Ok(text.as_str().into()),
        UserId::Integer(number) => serde_json::to_value(number),
        UserId::Bytes(_) => Err(serde_json::Error::custom("a userid that is made of bytes")),
    }
}

fn from_json(value: Value) -> Option<UserId> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Number(number) => number.as_i128().map(UserId::Integer),
        _ => None,
    }
}
