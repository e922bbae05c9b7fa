//! An application driven without a socket.

use axum::Router;
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use super::request::TestRequest;
use super::websocket::{ConnectError, WebsocketClient, connect_in_memory};
use crate::config::Configurator;

/// An application that is called directly: the whole life of a request, without a socket.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::testing::TestApp;
///
/// #[view(path = "/hello/{name}", renderer = "json")]
/// async fn hello(name: String) -> [String; 2] {
///     ["hello".into(), name]
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = TestApp::new(|config| config.add_view(hello {}));
/// let response = app.get("/hello/world").await;
/// assert_eq!(response.status(), 200);
/// assert_eq!(response.json::<Vec<String>>(), ["hello", "world"]);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct TestApp {
    router: Router,
}

impl TestApp {
    /// Builds the application that `application` configures.
    ///
    /// # Panics
    ///
    /// With all that is wrong with the configuration.
    #[track_caller]
    pub fn new(application: impl FnOnce(Configurator) -> Configurator) -> Self {
        Self { router: application(Configurator::new()).make_router() }
    }

    /// An application that is a router already.
    #[must_use]
    pub fn from_router(router: Router) -> Self {
        Self { router }
    }

    /// Sends GET for `target`, a path that may have a query string.
    pub async fn get(&self, target: &str) -> TestResponse {
        self.request(Method::GET, target).await
    }

    /// Starts a POST request; await it when it is complete.
    pub fn post(&self, target: &str) -> TestCall<'_> {
        self.request(Method::POST, target)
    }

    /// Starts a request; await it when it is complete.
    pub fn request(&self, method: Method, target: &str) -> TestCall<'_> {
        TestCall { app: self, request: TestRequest::new(method, target) }
    }

    /// Opens a websocket in memory.
    ///
    /// # Errors
    ///
    /// A refused handshake, with the response that refused it.
    pub async fn websocket(&self, target: &str) -> Result<WebsocketClient, ConnectError> {
        connect_in_memory(self.router.clone(), target, HeaderMap::new()).await
    }

    async fn send(&self, request: axum::extract::Request) -> TestResponse {
        let response = self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the response's body comes whole").to_bytes();
        TestResponse { parts, body }
    }
}

/// A request on its way to a [`TestApp`].
#[derive(Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct TestCall<'a> {
    app: &'a TestApp,
    request: TestRequest,
}

impl TestCall<'_> {
    /// Sets a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Adds a cookie.
    pub fn cookie(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.cookie(name, value);
        self
    }

    /// Sets the body to a form, urlencoded.
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        self.request = self.request.form(fields);
        self
    }

    /// Sets the body to a value as JSON.
    pub fn json(mut self, value: &impl Serialize) -> Self {
        self.request = self.request.json(value);
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.request = self.request.body(body);
        self
    }
}

impl<'a> IntoFuture for TestCall<'a> {
    type Output = TestResponse;
    type IntoFuture = std::pin::Pin<Box<dyn Future<Output = TestResponse> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.app.send(self.request.into_http()))
    }
}

/// What an application answered, the body read.
#[derive(Clone, Debug)]
pub struct TestResponse {
    parts: http::response::Parts,
    body: Bytes,
}

impl TestResponse {
    /// The status code.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The first header `name`, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// The media type, without parameters such as `charset`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        let value = self.header(header::CONTENT_TYPE.as_str())?;
        Some(value.split(';').next().unwrap_or(value).trim())
    }

    /// The body's bytes.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    ///
    /// # Panics
    ///
    /// When it is not UTF-8.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }

    /// The body, deserialized from JSON.
    ///
    /// # Panics
    ///
    /// When it is not the JSON of a `T`, with the body in the message.
    #[must_use]
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("the body is not the expected JSON: {error}: {}", String::from_utf8_lossy(&self.body))
        })
    }
}
