//! What finds the session of a request, and keeps it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use http::HeaderMap;
use serde_json::{Map, Value};

use super::handle::{Session, Source};
use crate::request::Request;
use crate::security::{SessionError, StoredSession};

/// Finds the session of a request, and keeps it; set by
/// [`Configurator::set_session_factory`](crate::Configurator::set_session_factory).
///
/// A request's session is loaded once, when somebody asks for it first, and saved once, after the response has been made: if it
/// was changed, or if it was read and [is due](Self::is_due). Both are coroutines, as a store may be a server's. Neither must ask
/// for the request's session itself. Source: Pyramid's `ISessionFactory`.
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::Mutex;
/// use pyramidion::prelude::*;
/// use pyramidion::security::{SessionError, StoredSession};
/// use pyramidion::security::session::{SessionFactory, SessionToSave};
///
/// /// Keeps sessions in memory, by a number in the cookie `sid`; one that others can guess, so for nothing but an example.
/// #[derive(Default)]
/// struct InMemory(Mutex<HashMap<usize, StoredSession>>);
///
/// impl SessionFactory for InMemory {
///     type Key = Option<usize>;
///
///     async fn load(&self, request: &Request) -> Result<(Option<usize>, StoredSession), SessionError> {
///         let number = request.cookies().get("sid").and_then(|cookie| cookie.value().parse().ok());
///         let kept = number.and_then(|number| self.0.lock().unwrap().get(&number).cloned());
///         match kept {
///             Some(stored) => Ok((number, stored)),
///             None => Ok((None, StoredSession::begin(std::time::SystemTime::now()))),
///         }
///     }
///
///     async fn save(&self, known: &Option<usize>, session: SessionToSave) -> Result<HeaderMap, SessionError> {
///         let mut kept = self.0.lock().unwrap();
///         let number = known.filter(|_| !session.is_invalidated).unwrap_or(kept.len());
///         kept.insert(number, session.into_stored());
///         let cookie = HeaderValue::try_from(format!("sid={number}; Path=/; HttpOnly")).map_err(SessionError::store)?;
///         Ok(HeaderMap::from_iter([(header::SET_COOKIE, cookie)]))
///     }
/// }
///
/// #[view(path = "/")]
/// async fn count(request: &Request) -> Result<String, SessionError> {
///     let session = request.session().await?;
///     let count = session.get::<u32>("count")?.unwrap_or_default() + 1;
///     session.insert("count", &count)?;
///     Ok(count.to_string())
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| {
///     config.set_session_factory(InMemory::default()).add_view(count {})
/// });
/// assert_eq!(app.get("/").await.text(), "1");
/// assert_eq!(app.request(Method::GET, "/").cookie("sid", "0").await.text(), "2");
/// # }
/// ```
pub trait SessionFactory: Send + Sync + 'static {
    /// What [`load`](Self::load) finds out about a request that [`save`](Self::save) is to know: such as the session's key in a
    /// store.
    type Key: Send + Sync + 'static;

    /// The session of the browser that has sent the request, or [a new one](StoredSession::begin).
    ///
    /// # Errors
    ///
    /// Whatever keeps it from finding out: [`SessionError::store`].
    fn load(&self, request: &Request) -> impl Future<Output = Result<(Self::Key, StoredSession), SessionError>> + Send;

    /// Keeps a session, and gives the headers that the response needs for it, such as `Set-Cookie`.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from doing so: the client gets a 500 in the place of the response.
    fn save(
        &self,
        key: &Self::Key,
        session: SessionToSave,
    ) -> impl Future<Output = Result<HeaderMap, SessionError>> + Send;

    /// Whether a session is to be saved though it was only read, last at this time: so that it lives on. By default it is not.
    fn is_due(&self, session: &StoredSession, accessed: SystemTime) -> bool {
        let _ = (session, accessed);
        false
    }

    /// What a new token against forged requests is. By default it is 160 random bits, as Pyramid's.
    #[doc(hidden)]
    fn token_source(&self) -> fn() -> Result<String, SessionError> {
        Source::REAL.token
    }
}

/// A session as it is to be kept.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SessionToSave {
    /// What it holds.
    pub values: Map<String, Value>,
    /// When it began, in seconds since 1970.
    pub created: f64,
    /// When it was last read or changed.
    pub accessed: SystemTime,
    /// Whether there was none before this request.
    pub is_new: bool,
    /// Whether [`invalidate`](Session::invalidate) was called: a store keeps what is there now under a new key, and forgets the old.
    pub is_invalidated: bool,
    /// Whether the response stands for an error, or is that of an exception view.
    pub is_exception: bool,
}

impl SessionToSave {
    /// The session as it will be found by the next request, for a store that keeps it so.
    #[must_use]
    pub fn into_stored(self) -> StoredSession {
        let since_epoch = self.accessed.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        StoredSession { values: self.values, created: self.created, renewed: since_epoch.as_secs_f64(), is_new: false }
    }
}

type Opening<'a> = Pin<Box<dyn Future<Output = Result<OpenedSession, SessionError>> + Send + 'a>>;
type Saving<'a> = Pin<Box<dyn Future<Output = Result<HeaderMap, SessionError>> + Send + 'a>>;

/// A factory of whatever type.
pub(crate) trait AnySessionFactory: Send + Sync {
    fn open<'a>(self: Arc<Self>, request: &'a Request) -> Opening<'a>;
}

impl<F: SessionFactory> AnySessionFactory for F {
    fn open<'a>(self: Arc<Self>, request: &'a Request) -> Opening<'a> {
        Box::pin(async move {
            let (key, stored) = self.load(request).await?;
            let source = Source { token: self.token_source(), ..Source::REAL };
            let session = Session::new(stored, source);
            Ok(OpenedSession { session, keeper: Box::new(Kept { factory: self, key }) })
        })
    }
}

/// A request's session, and what is to keep it.
pub(crate) struct OpenedSession {
    pub(crate) session: Session,
    keeper: Box<dyn Keeper>,
}

impl OpenedSession {
    /// What is to be saved, if anything is. The session takes no further change.
    pub(crate) fn close(&self, is_exception: bool) -> Option<SessionToSave> {
        self.session.close(is_exception, |stored, accessed| self.keeper.is_due(stored, accessed))
    }

    pub(crate) async fn save(&self, session: SessionToSave) -> Result<HeaderMap, SessionError> {
        self.keeper.save(session).await
    }
}

impl fmt::Debug for OpenedSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OpenedSession").field(&self.session).finish()
    }
}

trait Keeper: Send + Sync {
    fn is_due(&self, stored: &StoredSession, accessed: SystemTime) -> bool;
    fn save(&self, session: SessionToSave) -> Saving<'_>;
}

struct Kept<F: SessionFactory> {
    factory: Arc<F>,
    key: F::Key,
}

impl<F: SessionFactory> Keeper for Kept<F> {
    fn is_due(&self, stored: &StoredSession, accessed: SystemTime) -> bool {
        self.factory.is_due(stored, accessed)
    }

    fn save(&self, session: SessionToSave) -> Saving<'_> {
        Box::pin(self.factory.save(&self.key, session))
    }
}
