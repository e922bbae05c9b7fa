//! Whether a request shows that a page of this site has sent it.

use std::sync::{Arc, LazyLock};

use super::cookie_storage::CookieCsrfStoragePolicy;
use super::error::{BadCsrfToken, CsrfError};
use super::options::CsrfOptions;
use super::origin;
use super::session_storage::SessionCsrfStoragePolicy;
use super::storage::{AnyCsrfStorage, CsrfStoragePolicy};
use crate::request::Request;

/// What an application does against forged requests.
#[derive(Clone)]
pub(crate) struct Csrf {
    pub(crate) options: CsrfOptions,
    pub(super) storage: Option<Arc<dyn AnyCsrfStorage>>,
}

impl Default for Csrf {
    /// Nothing, except where a view asks for it.
    fn default() -> Self {
        let options = CsrfOptions::new().require_csrf(false);
        Self { options, storage: None }
    }
}

/// Where the token is unless the application says it, and has no session.
static IN_A_COOKIE: LazyLock<CookieCsrfStoragePolicy> = LazyLock::new(CookieCsrfStoragePolicy::new);

impl Csrf {
    pub(crate) fn with_storage(self, storage: impl CsrfStoragePolicy) -> Self {
        Self { storage: Some(Arc::new(storage)), ..self }
    }

    /// In an application that has sessions, the token is in them, if nobody has said where it is.
    pub(crate) fn in_session_by_default(self) -> Self {
        if self.storage.is_some() { self } else { self.with_storage(SessionCsrfStoragePolicy::new()) }
    }

    pub(crate) fn needs_session(&self) -> bool {
        self.storage().needs_session()
    }

    pub(super) fn storage(&self) -> &dyn AnyCsrfStorage {
        self.storage.as_deref().unwrap_or(&*IN_A_COOKIE)
    }

    /// Whether a view has its requests checked. The default does not concern exception views.
    pub(crate) fn is_required(&self, by_view: Option<bool>, is_exception_view: bool) -> bool {
        let has_place = self.options.token.is_some() || self.options.header.is_some();
        has_place && by_view.unwrap_or(self.options.require_csrf && !is_exception_view)
    }

    /// Checks a request on the way to a view that requires it. The body is read only if the token may be in it.
    pub(crate) async fn check(&self, request: &mut Request) -> Result<(), CsrfError> {
        if self.options.is_safe(request.method()) || !self.is_asked_for(request) {
            return Ok(());
        }
        origin::check(request, &self.options)?;
        if self.in_header(request).is_none() && self.options.token.is_some() && request.has_form() {
            request.read_body().await.map_err(|error| CsrfError::Form(error.into()))?;
        }
        self.check_token(request).await
    }

    fn is_asked_for(&self, request: &Request) -> bool {
        self.options.callback.as_ref().is_none_or(|callback| callback(request))
    }

    pub(super) async fn check_token(&self, request: &Request) -> Result<(), CsrfError> {
        let supplied = match self.in_header(request) {
            Some(token) => Some(token),
            None => self.in_form(request)?,
        };
        // Asked in any case: a browser that has no token gets one for its next try.
        if self.storage().check_csrf_token(request, supplied.unwrap_or_default()).await? {
            return Ok(());
        }
        Err(BadCsrfToken::new(if supplied.is_some() { "Its token is wrong." } else { "It has no token." }).into())
    }

    fn in_header<'a>(&self, request: &'a Request) -> Option<&'a str> {
        request.header(self.options.header.as_ref()?).filter(|token| !token.is_empty())
    }

    fn in_form<'a>(&self, request: &'a Request) -> Result<Option<&'a str>, CsrfError> {
        let Some(name) = &self.options.token else { return Ok(None) };
        Ok(request.form()?.get(name))
    }
}
