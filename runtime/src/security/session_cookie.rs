//! The signed cookie that holds a whole session.

use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde_json::{Map, Value};

use super::SessionError;
use super::secret::Secret;
use super::signed::SignedSerializer;

/// The longest cookie that all browsers take.
const LONGEST: usize = 4064;

/// Writes and reads the value of a session's cookie: signed, and with an age. The client can read what is in it.
///
/// Source: Pyramid's `SignedCookieSessionFactory`, whose cookies it reads and which reads its.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use pyramidion::security::SessionCookie;
///
/// let sessions = SessionCookie::new("a secret of sixty-four random bytes");
/// let now = SystemTime::now();
/// let mut session = sessions.open(None, now);
/// assert!(session.is_new);
///
/// session.values.insert("auth.userid".to_owned(), "ada".into());
/// let cookie = sessions.seal(&session.values, session.created, now).unwrap();
/// assert_eq!(sessions.open(Some(&cookie), now).values["auth.userid"], "ada");
/// assert!(sessions.open(Some(&cookie), now + Duration::from_secs(1300)).values.is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct SessionCookie {
    serializer: SignedSerializer,
    timeout: Option<Duration>,
    reissue_time: Option<Duration>,
}

/// A session as a cookie or a store has held it. Times are seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoredSession {
    /// What the application has put there.
    pub values: Map<String, Value>,
    /// When the session began.
    pub created: f64,
    /// When it was last kept, or, for a cookie, what was its last access then.
    pub renewed: f64,
    /// Whether there was no session before.
    pub is_new: bool,
}

impl StoredSession {
    /// A session that begins now.
    #[must_use]
    pub fn begin(now: SystemTime) -> Self {
        let now = seconds(now).as_secs_f64();
        Self { created: now, renewed: now, is_new: true, values: Map::new() }
    }
}

impl SessionCookie {
    /// The salt of Pyramid's sessions.
    pub const SALT: &'static str = "pyramid.session.";

    /// Sessions that are signed with `secret`, with SHA-512 and [`SALT`](Self::SALT), and end after 20 minutes.
    ///
    /// # Panics
    ///
    /// If the secret is empty.
    #[must_use]
    #[track_caller]
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self::with_serializer(SignedSerializer::new(secret, Self::SALT))
    }

    /// Sessions with another salt or hash.
    #[must_use]
    pub fn with_serializer(serializer: SignedSerializer) -> Self {
        Self { serializer, timeout: Some(Duration::from_secs(1200)), reissue_time: Some(Duration::ZERO) }
    }

    /// How long a session lives without a request; `None` for ever. 20 minutes unless set.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// How old a cookie must be to be [written again](Self::is_due) because its session was read; `None` for never.
    /// Nothing at all unless set.
    #[must_use]
    pub fn reissue_time(mut self, reissue_time: impl Into<Option<Duration>>) -> Self {
        self.reissue_time = reissue_time.into();
        self
    }

    /// The session of a cookie. Without one, or if it is not ours, a new session; if it has timed out, the old one without
    /// its values.
    #[must_use]
    pub fn open(&self, cookie: Option<&str>, now: SystemTime) -> StoredSession {
        let stored = cookie.and_then(|cookie| self.serializer.loads::<(f64, f64, Map<String, Value>)>(cookie).ok());
        let Some((renewed, created, values)) = stored else {
            return StoredSession::begin(now);
        };
        let now = seconds(now).as_secs_f64();
        let timed_out = self.timeout.is_some_and(|timeout| now - renewed > whole(timeout));
        StoredSession { values: if timed_out { Map::new() } else { values }, created, renewed, is_new: false }
    }

    /// Whether a session that is read now, and not changed, should be written again.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // seconds since 1970
    pub fn is_due(&self, session: &StoredSession, now: SystemTime) -> bool {
        let age = seconds(now).as_secs() as f64 - session.renewed;
        self.reissue_time.is_some_and(|reissue_time| age > whole(reissue_time))
    }

    /// The cookie for a session that was created then and is written now.
    ///
    /// # Errors
    ///
    /// [`SessionError`].
    pub fn seal<T: Serialize + ?Sized>(
        &self,
        values: &T,
        created: f64,
        now: SystemTime,
    ) -> Result<String, SessionError> {
        let cookie = self.serializer.dumps(&(seconds(now).as_secs(), created, values)).map_err(SessionError::Data)?;
        if cookie.len() > LONGEST {
            return Err(SessionError::TooLong { length: cookie.len(), longest: LONGEST });
        }
        Ok(cookie)
    }
}

fn seconds(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

#[allow(clippy::cast_precision_loss)] // no session lives that long
fn whole(duration: Duration) -> f64 {
    duration.as_secs() as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_session_that_is_too_long_is_refused() {
        let sessions = SessionCookie::new("secret");
        let length_of = |letters: usize| sessions.seal(&["x".repeat(letters)], 0.0, at(0)).map(|cookie| cookie.len());
        assert_eq!(length_of(2970).unwrap(), LONGEST);
        assert!(matches!(length_of(2971), Err(SessionError::TooLong { length: 4066, longest: LONGEST })));
    }

    #[test]
    fn an_old_cookie_is_due() {
        let session = StoredSession { renewed: 100.0, ..StoredSession::default() };
        let due = |sessions: SessionCookie, now| sessions.is_due(&session, at(now));
        let sessions = SessionCookie::new("secret");
        assert_eq!((due(sessions.clone(), 100), due(sessions.clone(), 101)), (false, true));
        let lazy = sessions.clone().reissue_time(Duration::from_secs(10));
        assert_eq!((due(lazy.clone(), 110), due(lazy, 111)), (false, true));
        assert!(!due(sessions.reissue_time(None), 10_000));
    }

    proptest! {
        #[test]
        fn any_cookie_is_opened(cookie in "\\PC*") {
            prop_assert!(SessionCookie::new("secret").open(Some(&cookie), at(100)).is_new);
        }

        #[test]
        fn what_is_sealed_is_opened(text in any::<String>(), created in 0_u32..1_000_000, now in 0_u64..1 << 40) {
            let mut values = Map::new();
            values.insert("text".to_owned(), text.into());
            let sessions = SessionCookie::new("secret");
            if let Ok(cookie) = sessions.seal(&values, created.into(), at(now)) {
                let session = sessions.open(Some(&cookie), at(now));
                prop_assert_eq!((session.values, session.created, session.is_new), (values, f64::from(created), false));
            }
        }
    }
}
