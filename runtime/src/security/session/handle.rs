//! The session of a request, as views and tweens use it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::factory::SessionToSave;
use super::flash::Flash;
use crate::security::{SessionError, StoredSession, token};

/// The key of the token against forged requests.
pub(crate) const CSRF_KEY: &str = "_csrft_";

/// What an application remembers of a browser from one request to the next: values of JSON by their keys.
///
/// [`Request::session`](crate::Request::session) gives it. It is the same for all that hold the request, however often it is asked
/// for or cloned; none of its methods blocks or waits. It is saved after the response callbacks, if it was changed; what changes it
/// later, as in a websocket that is open, is lost, and a warning in the log says so. Source: Pyramid's `ISession`.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::security::SessionError;
/// use pyramidion::testing::TestRequest;
///
/// #[view(path = "/basket/{article}")]
/// async fn buy(request: &Request, article: String) -> Result<String, SessionError> {
///     let session = request.session().await?;
///     let mut basket: Vec<String> = session.get("basket")?.unwrap_or_default();
///     basket.push(article);
///     session.insert("basket", &basket)?;
///     session.flash("It is in the basket.")?;
///     Ok(basket.join(", "))
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use pyramidion::testing::DummySession;
///
/// let request = TestRequest::get("/").session(DummySession::new().value("basket", ["tea"])).build();
/// assert_eq!(buy(&request, "milk".to_owned()).await.unwrap(), "tea, milk");
/// let session = request.session().await.unwrap();
/// assert_eq!(session.pop_flash::<String>("").unwrap(), ["It is in the basket."]);
/// # }
/// ```
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    created: f64,
    renewed: f64,
    is_new: bool,
    source: Source,
    state: Mutex<State>,
}

/// What changes.
struct State {
    values: Map<String, Value>,
    accessed: Option<SystemTime>,
    is_changed: bool,
    is_invalidated: bool,
    is_closed: bool,
}

/// Where a session has from what differs each time.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    pub(crate) now: fn() -> SystemTime,
    pub(crate) token: fn() -> Result<String, SessionError>,
}

impl Source {
    pub(crate) const REAL: Self = Self { now: SystemTime::now, token: random_token };
}

/// As long as those of Pyramid's sessions.
fn random_token() -> Result<String, SessionError> {
    token::random::<20>().map_err(SessionError::store)
}

impl Session {
    pub(crate) fn new(stored: StoredSession, source: Source) -> Self {
        let StoredSession { values, created, renewed, is_new } = stored;
        let state = State { values, accessed: None, is_changed: false, is_invalidated: false, is_closed: false };
        Self(Arc::new(Inner { created, renewed, is_new, source, state: Mutex::new(state) }))
    }

    /// The value of a key, if there is one.
    ///
    /// # Errors
    ///
    /// [`SessionError::Type`] if it is no `T`.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SessionError> {
        self.get_value(key).map(|value| typed(key, value)).transpose()
    }

    /// The value of a key as it is in JSON.
    #[must_use]
    pub fn get_value(&self, key: &str) -> Option<Value> {
        self.read(|values| values.get(key).cloned())
    }

    /// Sets the value of a key.
    ///
    /// # Errors
    ///
    /// [`SessionError::Data`] if it has no JSON, such as a map whose keys are lists.
    pub fn insert<T: Serialize + ?Sized>(&self, key: impl Into<String>, value: &T) -> Result<(), SessionError> {
        let value = serde_json::to_value(value).map_err(SessionError::Data)?;
        self.write(|values| values.insert(key.into(), value));
        Ok(())
    }

    /// Takes a key out, and gives the value that it had.
    pub fn remove(&self, key: &str) -> Option<Value> {
        self.write(|values| values.remove(key))
    }

    /// Takes all keys out.
    pub fn clear(&self) {
        self.write(Map::clear);
    }

    /// Whether there is a value of this key.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.read(|values| values.contains_key(key))
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read(Map::len)
    }

    /// Whether there are no keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A copy of all that is there.
    #[must_use]
    pub fn values(&self) -> Map<String, Value> {
        self.read(Clone::clone)
    }

    /// Changes the values by a function, at once: nobody else who holds the request can come between, nor may the function itself
    /// ask this session.
    ///
    /// ```
    /// # use pyramidion::prelude::*;
    /// # use pyramidion::security::SessionError;
    /// #[view(path = "/count")]
    /// async fn count(request: &Request) -> Result<String, SessionError> {
    ///     let session = request.session().await?;
    ///     let count = session.update(|values| {
    ///         let count = values.get("count").and_then(|count| count.as_u64()).unwrap_or_default() + 1;
    ///         values.insert("count".to_owned(), count.into());
    ///         count
    ///     });
    ///     Ok(count.to_string())
    /// }
    /// ```
    pub fn update<T>(&self, change: impl FnOnce(&mut Map<String, Value>) -> T) -> T {
        self.write(change)
    }

    /// Has the session saved, also if nothing in it is different.
    pub fn changed(&self) {
        let mut state = self.state();
        let accessed = state.accessed;
        self.change(&mut state);
        state.accessed = accessed.or(state.accessed);
    }

    /// Takes all out; a store on a server keeps what comes then under another key, so that nobody who has seen the old one has the
    /// new session. Call it before somebody logs in, and when they log out.
    ///
    /// A [signed cookie](super::SignedCookieSessionFactory) has no key: who has kept an old one can still show it, as long as it
    /// has not timed out.
    pub fn invalidate(&self) {
        let mut state = self.state();
        state.is_invalidated = true;
        self.change(&mut state).clear();
    }

    /// When the session began.
    #[must_use]
    pub fn created(&self) -> SystemTime {
        let since_epoch = Duration::try_from_secs_f64(self.0.created).unwrap_or_default();
        SystemTime::UNIX_EPOCH.checked_add(since_epoch).unwrap_or(SystemTime::UNIX_EPOCH)
    }

    /// Whether the session began with this request: the browser has shown none that is good.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.0.is_new
    }

    /// Leaves a message for the page that the browser shows next: a text, or a [`Flash`] that says more.
    ///
    /// ```
    /// # use pyramidion::security::SessionError;
    /// use pyramidion::security::session::{Flash, Session};
    ///
    /// fn tell(session: &Session) -> Result<(), SessionError> {
    ///     session.flash("Saved.")?;
    ///     session.flash(Flash::new("The mail cannot be sent.").queue("errors").allow_duplicate(false))?;
    ///     let errors: Vec<String> = session.pop_flash("errors")?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SessionError::Data`] for a message that has no JSON, [`SessionError::Type`] if something else is kept where the messages are.
    pub fn flash(&self, flash: impl Into<Flash>) -> Result<(), SessionError> {
        let flash = flash.into();
        let message = flash.message.map_err(SessionError::Data)?;
        let key = queue_key(&flash.queue);
        self.write(|values| {
            let mut messages: Vec<Value> = messages(values.get(&key), &key)?;
            if flash.allow_duplicate || !messages.contains(&message) {
                messages.push(message);
            }
            values.insert(key, messages.into());
            Ok(())
        })
    }

    /// The messages of a queue, which are gone then. The queue that has no name is `""`.
    ///
    /// # Errors
    ///
    /// [`SessionError::Type`] if one of them is no `T`; then all stay.
    pub fn pop_flash<T: DeserializeOwned>(&self, queue: &str) -> Result<Vec<T>, SessionError> {
        let key = queue_key(queue);
        self.write(|values| {
            let messages = messages(values.get(&key), &key)?;
            values.remove(&key);
            Ok(messages)
        })
    }

    /// The messages of a queue, which stay there.
    ///
    /// # Errors
    ///
    /// [`SessionError::Type`] if one of them is no `T`.
    pub fn peek_flash<T: DeserializeOwned>(&self, queue: &str) -> Result<Vec<T>, SessionError> {
        let key = queue_key(queue);
        self.read(|values| messages(values.get(&key), &key))
    }

    /// A new token against forged requests in the place of the one that the session has. Mostly
    /// [`Request::new_csrf_token`](crate::Request::new_csrf_token) is meant, which asks the application where its tokens are.
    ///
    /// # Errors
    ///
    /// If the operating system has no random numbers.
    pub fn new_csrf_token(&self) -> Result<String, SessionError> {
        self.new_token(CSRF_KEY)
    }

    /// The session's token against forged requests; a new one if it has none.
    ///
    /// # Errors
    ///
    /// As [`new_csrf_token`](Self::new_csrf_token).
    pub fn get_csrf_token(&self) -> Result<String, SessionError> {
        match self.get_value(CSRF_KEY) {
            Some(Value::String(token)) => Ok(token),
            _ => self.new_csrf_token(),
        }
    }

    pub(in crate::security) fn new_token(&self, key: &str) -> Result<String, SessionError> {
        let token = (self.0.source.token)()?;
        self.insert(key, &token)?;
        Ok(token)
    }

    /// What is to be saved, if anything is; what comes later is not.
    pub(in crate::security) fn close(
        &self,
        is_exception: bool,
        is_due: impl FnOnce(&StoredSession, SystemTime) -> bool,
    ) -> Option<SessionToSave> {
        let mut state = self.state();
        state.is_closed = true;
        let accessed = state.accessed?;
        let Inner { created, renewed, is_new, .. } = *self.0;
        let stored = StoredSession { values: state.values.clone(), created, renewed, is_new };
        if !state.is_changed && !is_due(&stored, accessed) {
            return None;
        }
        let (values, is_invalidated) = (stored.values, state.is_invalidated);
        Some(SessionToSave { values, created, accessed, is_new, is_invalidated, is_exception })
    }

    fn read<T>(&self, look: impl FnOnce(&Map<String, Value>) -> T) -> T {
        let mut state = self.state();
        state.accessed = Some((self.0.source.now)());
        look(&state.values)
    }

    fn write<T>(&self, change: impl FnOnce(&mut Map<String, Value>) -> T) -> T {
        change(self.change(&mut self.state()))
    }

    fn change<'s>(&self, state: &'s mut State) -> &'s mut Map<String, Value> {
        if state.is_closed {
            tracing::warn!(
                "a session is changed after it has been saved, so the change is lost\n\
                 help: change it before the response is made; for a websocket, before it is accepted"
            );
        }
        state.accessed = Some((self.0.source.now)());
        state.is_changed = true;
        &mut state.values
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The keys, for what is kept of a user does not belong into a log.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let keys: Vec<_> = state.values.keys().collect();
        f.debug_struct("Session").field("keys", &keys).field("is_new", &self.0.is_new).finish_non_exhaustive()
    }
}

fn queue_key(queue: &str) -> String {
    format!("_f_{queue}")
}

fn messages<T: DeserializeOwned>(kept: Option<&Value>, key: &str) -> Result<Vec<T>, SessionError> {
    kept.map_or_else(|| Ok(Vec::new()), |kept| typed(key, kept.clone()))
}

fn typed<T: DeserializeOwned>(key: &str, value: Value) -> Result<T, SessionError> {
    serde_json::from_value(value).map_err(|cause| SessionError::Type { key: key.to_owned(), cause })
}
