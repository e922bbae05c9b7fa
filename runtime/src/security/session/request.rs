//! A request's session.

use super::handle::Session;
use crate::request::{Request, SyncRequest};
use crate::security::SessionError;

impl Request {
    /// What the application remembers of the browser that has sent the request: see the module
    /// [`session`](crate::security::session). It is loaded once for each request, and only if somebody asks.
    ///
    /// # Errors
    ///
    /// [`SessionError::NoFactory`], and those of the session factory.
    pub async fn session(&self) -> Result<Session, SessionError> {
        let factory = self.application().and_then(|application| application.sessions.clone());
        let (Some(visit), Some(factory)) = (self.visit(), factory) else { return Err(SessionError::NoFactory) };
        let opened = visit.session.get_or_try_init(|| factory.open(self)).await?;
        Ok(opened.session.clone())
    }
}

impl SyncRequest<'_> {
    /// As [`Request::session`], for code that may wait.
    ///
    /// # Errors
    ///
    /// As there.
    #[track_caller]
    pub fn session(&self) -> Result<Session, SessionError> {
        self.wait(Request::session(self))
    }
}
