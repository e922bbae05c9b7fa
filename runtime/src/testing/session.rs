//! A session for the request of a test.

use std::time::SystemTime;

use http::HeaderMap;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::request::Request;
use crate::security::session::{SessionFactory, SessionToSave};
use crate::security::{SessionError, StoredSession};

/// A session that a test begins with, for [`TestRequest::session`](super::TestRequest::session); as the session factory of a whole
/// application, each request begins with it anew. Nothing of it is kept, and the token against forged requests that is made in it is
/// known: [`CSRF_TOKEN`](Self::CSRF_TOKEN).
///
/// Source: Pyramid's `DummySession`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::SessionError;
/// use pyramidion::testing::{DummySession, TestRequest};
///
/// async fn forget_basket(request: &Request) -> Result<(), SessionError> {
///     request.session().await?.remove("basket");
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let session = DummySession::new().value("basket", ["tea"]).value("name", "ada");
/// let request = TestRequest::post("/").session(session).build();
/// forget_basket(&request).await.unwrap();
///
/// let session = request.session().await.unwrap();
/// assert!(!session.contains_key("basket"));
/// assert_eq!(session.get::<String>("name").unwrap().as_deref(), Some("ada"));
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "give it to a request by `TestRequest::session`"]
pub struct DummySession {
    values: Map<String, Value>,
}

impl DummySession {
    /// The token that each of these sessions makes.
    pub const CSRF_TOKEN: &'static str = "0123456789012345678901234567890123456789";

    /// An empty session.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the value of a key.
    ///
    /// # Panics
    ///
    /// If it has no JSON.
    #[track_caller]
    pub fn value(mut self, key: &str, value: impl Serialize) -> Self {
        self.values.insert(key.to_owned(), serde_json::to_value(value).expect("the value has JSON"));
        self
    }
}

impl SessionFactory for DummySession {
    type Key = ();

    async fn load(&self, _: &Request) -> Result<((), StoredSession), SessionError> {
        let begun = StoredSession::begin(SystemTime::now());
        Ok(((), StoredSession { values: self.values.clone(), ..begun }))
    }

    async fn save(&self, (): &(), _: SessionToSave) -> Result<HeaderMap, SessionError> {
        Ok(HeaderMap::new())
    }

    fn token_source(&self) -> fn() -> Result<String, SessionError> {
        || Ok(Self::CSRF_TOKEN.to_owned())
    }
}
