//! What a request fails with that may be forged.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::httpexceptions::HttpException;
use crate::request::ParamsError;
use crate::security::SecurityError;
use crate::view::exception::Raised;
use crate::view::failure;

macro_rules! bad_request {
    ($(#[$doc:meta])* $name:ident $explanation:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(HttpException);

        impl $name {
            pub(super) fn new(detail: impl Into<std::borrow::Cow<'static, str>>) -> Self {
                Self(HttpException::new(StatusCode::BAD_REQUEST).explanation($explanation).detail(detail))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Error for $name {}

        impl From<$name> for HttpException {
            fn from(error: $name) -> Self {
                error.0
            }
        }

        impl IntoResponse for $name {
            fn into_response(self) -> Response {
                let raised = Raised::http(Arc::new(self.clone()), self.0.clone());
                let mut response = self.0.into_response();
                response.extensions_mut().insert(raised);
                response
            }
        }

        impl From<$name> for CsrfError {
            fn from(error: $name) -> Self {
                Self::$name(error)
            }
        }
    };
}

bad_request! {
    /// The request has no token, or not the one that this browser was given: a 400.
    ///
    /// Source: Pyramid's `BadCSRFToken`.
    BadCsrfToken "This request does not show that a page of this site has sent it."
}

bad_request! {
    /// The request comes from another site, or does not say from which: a 400.
    ///
    /// Source: Pyramid's `BadCSRFOrigin`.
    BadCsrfOrigin "This request does not come from a page of this site."
}

/// Why a request is not answered that may be forged. As a view's error it is a response.
#[derive(Debug)]
#[non_exhaustive]
pub enum CsrfError {
    /// It has not the right token: a 400.
    BadCsrfToken(BadCsrfToken),
    /// It comes from another site: a 400.
    BadCsrfOrigin(BadCsrfOrigin),
    /// The form that has the token cannot be read.
    Form(ParamsError),
    /// The storage policy cannot tell which token is the right one: a 500.
    Storage(SecurityError),
}

impl fmt::Display for CsrfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadCsrfToken(error) => error.fmt(f),
            Self::BadCsrfOrigin(error) => error.fmt(f),
            Self::Form(error) => error.fmt(f),
            Self::Storage(_) => f.write_str("the token against forged requests cannot be had"),
        }
    }
}

impl Error for CsrfError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::BadCsrfToken(_) | Self::BadCsrfOrigin(_) => None,
            Self::Form(error) => error.source(),
            Self::Storage(error) => Some(error),
        }
    }
}

impl From<ParamsError> for CsrfError {
    fn from(error: ParamsError) -> Self {
        Self::Form(error)
    }
}

impl From<SecurityError> for CsrfError {
    fn from(error: SecurityError) -> Self {
        Self::Storage(error)
    }
}

impl IntoResponse for CsrfError {
    fn into_response(self) -> Response {
        match self {
            Self::BadCsrfToken(error) => error.into_response(),
            Self::BadCsrfOrigin(error) => error.into_response(),
            Self::Form(error) => error.into_response(),
            Self::Storage(error) => failure::answer("the storage policy of tokens against forged requests", &error),
        }
    }
}
