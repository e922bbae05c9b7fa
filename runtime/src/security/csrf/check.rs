//! Whether a request shows that a page of this site has sent it.

use std::sync::Arc;

use super::error::{BadCsrfToken, CsrfError};
use super::options::CsrfOptions;
use super::origin;
use super::storage::{CookieCsrfStoragePolicy, CsrfStoragePolicy};
use crate::request::Request;

/// What an application does against forged requests.
#[derive(Clone)]
pub(crate) struct Csrf {
    pub(crate) options: CsrfOptions,
    pub(crate) storage: Arc<dyn CsrfStoragePolicy>,
}

impl Default for Csrf {
    /// Nothing, except where a view asks for it.
    fn default() -> Self {
        let options = CsrfOptions::new().require_csrf(false);
        Self { options, storage: Arc::new(CookieCsrfStoragePolicy::new()) }
    }
}

impl Csrf {
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
        self.check_token(request)
    }

    fn is_asked_for(&self, request: &Request) -> bool {
        self.options.callback.as_ref().is_none_or(|callback| callback(request))
    }

    pub(super) fn check_token(&self, request: &Request) -> Result<(), CsrfError> {
        let supplied = match self.in_header(request) {
            Some(token) => Some(token),
            None => self.in_form(request)?,
        };
        // Asked in any case: a browser that has no token gets one for its next try.
        if self.storage.check_csrf_token(request, supplied.unwrap_or_default())? {
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
