//! Users who show their password with each request.

use http::HeaderMap;

use crate::request::Request;
use crate::security::user_callback::Callback;
use crate::security::{
    BasicAuth, HttpBasicCredentials, Identity, SecurityError, SecurityPolicy, UserCallback,
    extract_http_basic_credentials,
};
use crate::view::definition::Requirement;

/// Knows users by the password that they send with each request: Basic authentication (RFC 7617).
///
/// Without a [callback](Self::callback) it knows nobody, since somebody has to check the passwords. The headers of
/// [`forget`](Request::forget) ask the client for other credentials: put them into a 401. Source: Pyramid's
/// `BasicAuthAuthenticationPolicy`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::{BasicAuthPolicy, HttpBasicCredentials, SecurityError};
/// use pyramidion::testing::TestApp;
///
/// // A `fn` may block: what checks a password takes its time.
/// fn check(sent: HttpBasicCredentials) -> Option<Vec<String>> {
///     (sent.username == "ada" && sent.password == "one:two").then(Vec::new)
/// }
///
/// #[view(path = "/vault")]
/// async fn vault(request: &Request) -> Result<Response, SecurityError> {
///     if request.is_authenticated().await? {
///         return Ok("gold".into_response());
///     }
///     Ok((StatusCode::UNAUTHORIZED, request.forget().await?).into_response())
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let policy = BasicAuthPolicy::new("The vault").callback(check);
/// let app = TestApp::new(|config| config.set_security_policy(policy).add_view(vault {}));
/// assert_eq!(app.get("/vault").await.header("www-authenticate"), Some("Basic realm=\"The vault\""));
/// let answer = app.request(Method::GET, "/vault").header("authorization", "Basic YWRhOm9uZTp0d28=").await;
/// assert_eq!(answer.text(), "gold");
/// # }
/// ```
#[derive(Debug)]
pub struct BasicAuthPolicy {
    realm: BasicAuth,
    callback: Option<Callback<HttpBasicCredentials>>,
}

impl BasicAuthPolicy {
    /// A policy for `realm`, which browsers may show to the user.
    #[must_use]
    pub fn new(realm: impl Into<String>) -> Self {
        Self { realm: BasicAuth::new(realm), callback: None }
    }

    /// Has `callback` check user and password: `None` if they are wrong, else the user's groups. See [`UserCallback`].
    #[must_use]
    pub fn callback<M>(self, callback: impl UserCallback<HttpBasicCredentials, M>) -> Self {
        Self { callback: Some(Callback::new(callback)), ..self }
    }
}

impl SecurityPolicy for BasicAuthPolicy {
    async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
        match (&self.callback, extract_http_basic_credentials(request)) {
            (Some(callback), Some(credentials)) => callback.identity(credentials, request).await,
            _ => Ok(None),
        }
    }

    async fn forget(&self, _: &Request) -> Result<HeaderMap, SecurityError> {
        Ok(self.realm.forget().into_iter().collect())
    }

    fn requirements(&self) -> Vec<Requirement> {
        self.callback.as_ref().map(|callback| callback.requirements.clone()).unwrap_or_default()
    }
}
