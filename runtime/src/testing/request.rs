//! A request to call a view with.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, header};
use serde::Serialize;

use super::DummySecurityPolicy;
use crate::application::Application;
use crate::request::{Request, Visit};
use crate::security::csrf::{Csrf, SessionCsrfStoragePolicy};
use crate::security::session::SessionFactory;
use crate::security::{Identity, SecurityPolicy};

/// Builds the [`Request`] that a view is called with in a unit test: Pyramid's `DummyRequest`.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::testing::TestRequest;
///
/// #[view(path = "/users/{id}")]
/// async fn user(request: &Request) -> String {
///     format!("user {}", request.matchdict().get("id").unwrap_or("?"))
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let request = TestRequest::get("/users/7").matchdict("id", "7").build();
/// assert_eq!(user(&request).await, "user 7");
/// # }
/// ```
#[derive(Debug)]
#[must_use = "the request is made by `build`"]
pub struct TestRequest {
    request: http::Request<Bytes>,
    matchdict: Vec<(String, String)>,
    /// What the request asks.
    application: Option<Application>,
}

impl TestRequest {
    /// A GET request for `target`, a path that may have a query string.
    ///
    /// # Panics
    ///
    /// When `target` is no path, like all methods here when what they are given cannot be in a request.
    pub fn get(target: &str) -> Self {
        Self::new(Method::GET, target)
    }

    /// A POST request for `target`.
    pub fn post(target: &str) -> Self {
        Self::new(Method::POST, target)
    }

    /// A request with any method.
    pub fn new(method: Method, target: &str) -> Self {
        let mut request = http::Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = target.parse().expect("the target is a path such as `/users/7?page=2`");
        Self { request, matchdict: Vec::new(), application: None }
    }

    /// Sets a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header's name is a token");
        let value = HeaderValue::from_str(value).expect("a header's value is visible text");
        self.request.headers_mut().append(name, value);
        self
    }

    /// Adds a cookie.
    pub fn cookie(self, name: &str, value: &str) -> Self {
        let cookies = match self.request.headers().get(header::COOKIE).and_then(|cookies| cookies.to_str().ok()) {
            Some(before) => format!("{before}; {name}={value}"),
            None => format!("{name}={value}"),
        };
        let value = HeaderValue::from_str(&cookies).expect("a cookie is visible text");
        let mut request = self;
        request.request.headers_mut().insert(header::COOKIE, value);
        request
    }

    /// Sets a parameter of the route, as if the route had matched.
    pub fn matchdict(mut self, name: &str, value: &str) -> Self {
        self.matchdict.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Says who the request is from, and lets it do anything: for a view that asks
    /// [`authenticated_userid`](Request::authenticated_userid) or [`has_permission`](Request::has_permission).
    ///
    /// It is for a request that a test gives to a view itself. A whole application asks its own policy, which can be a
    /// [`DummySecurityPolicy`].
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::security::{Identity, SecurityError};
    /// use pyramidion::testing::TestRequest;
    ///
    /// #[view(path = "/whoami")]
    /// async fn whoami(request: &Request) -> Result<String, SecurityError> {
    ///     Ok(request.authenticated_userid().await?.map_or("nobody".to_owned(), |userid| userid.to_string()))
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let request = TestRequest::get("/whoami").identity(Identity::new("ada")).build();
    /// assert_eq!(whoami(&request).await.unwrap(), "ada");
    /// # }
    /// ```
    pub fn identity(self, identity: Identity) -> Self {
        self.security_policy(DummySecurityPolicy::new().identity(identity))
    }

    /// Says which policy the request asks, such as a [`DummySecurityPolicy`] that forbids, or one of your own to be tested.
    pub fn security_policy(mut self, policy: impl SecurityPolicy) -> Self {
        self.application().policy = Some(Arc::new(policy));
        self
    }

    /// Gives the request a session, mostly a [`DummySession`](super::DummySession), in which the token against forged requests is
    /// kept, too.
    pub fn session(mut self, sessions: impl SessionFactory) -> Self {
        let application = self.application();
        application.sessions = Some(Arc::new(sessions));
        application.csrf = Csrf::default().with_storage(SessionCsrfStoragePolicy::new());
        self
    }

    fn application(&mut self) -> &mut Application {
        self.application.get_or_insert_with(Application::bare)
    }

    /// Sets the body to a form, urlencoded.
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let pairs: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.body(pairs.join("&")).header("content-type", "application/x-www-form-urlencoded")
    }

    /// Sets the body to a value as JSON.
    pub fn json(self, value: &impl Serialize) -> Self {
        let body = serde_json::to_vec(value).expect("the value serializes");
        self.body(body).header("content-type", "application/json")
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    /// Makes the request, its body read.
    pub fn build(self) -> Request {
        let (mut parts, body) = self.request.into_parts();
        if let Some(application) = self.application {
            parts.extensions.insert(Arc::new(Visit::new(Arc::new(application))));
        }
        Request::from_parts(parts, body).with_matchdict(self.matchdict.into_iter().collect())
    }

    pub(super) fn into_http(self) -> axum::extract::Request {
        self.request.map(axum::body::Body::from)
    }
}
