use axum::response::{IntoResponse, Response};
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::HttpException;

/// One line an exception: its type, its status, and what it says to the client.
macro_rules! exceptions {
    (@type $name:ident $status:ident $explanation:literal $(#[$doc:meta])*) => {
        #[doc = concat!("[`", stringify!($status), "`](StatusCode::", stringify!($status), "): ", $explanation)]
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(HttpException);

        impl $name {
            /// Says what happened this time; see [`HttpException::detail`].
            #[must_use]
            pub fn detail(self, detail: impl Into<Cow<'static, str>>) -> Self {
                Self(self.0.detail(detail))
            }

            /// Adds a header to the response; see [`HttpException::header`].
            #[must_use]
            pub fn header(self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
                Self(self.0.header(name, value))
            }

            /// The headers of the response, besides those that describe the body.
            #[must_use]
            pub fn headers(&self) -> &HeaderMap {
                self.0.headers()
            }
        }

        impl From<$name> for HttpException {
            fn from(exception: $name) -> Self {
                exception.0
            }
        }

        impl IntoResponse for $name {
            fn into_response(self) -> Response {
                self.0.into_response()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::error::Error for $name {}
    };

    (@typed $typed:ident $($name:ident $status:ident)*) => {
        fn $typed(exception: &HttpException) -> Option<Arc<dyn Error + Send + Sync>> {
            match exception.status() {
                $(StatusCode::$status => Some(Arc::new($name(exception.clone()))),)*
                _ => None,
            }
        }
    };

    (redirections $typed:ident: $($(#[$doc:meta])* $name:ident $status:ident $explanation:literal)*) => {
        exceptions!(@typed $typed $($name $status)*);
        $(
        exceptions!(@type $name $status $explanation $(#[$doc])*);

        impl $name {
            /// The exception, to another location: an absolute URL or a path. Characters that cannot stand in a URL are
            /// percent-encoded; see [`HttpException::location`].
            #[must_use]
            pub fn new(location: impl AsRef<str>) -> Self {
                Self(HttpException::new(StatusCode::$status).explanation($explanation).location(location))
            }
        }
    )*};

    (others $typed:ident: $($(#[$doc:meta])* $name:ident $status:ident $explanation:literal)*) => {
        exceptions!(@typed $typed $($name $status)*);
        $(
        exceptions!(@type $name $status $explanation $(#[$doc])*);

        impl $name {
            /// The exception, without detail.
            #[must_use]
            pub fn new() -> Self {
                Self(HttpException::new(StatusCode::$status).explanation($explanation))
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    )*};
}

exceptions! { redirections redirection:
    HttpMovedPermanently MOVED_PERMANENTLY "This resource has moved for good, to the given location."
    HttpFound FOUND "This resource is at the given location for now."
    HttpSeeOther SEE_OTHER "The answer to this request is at the given location."
    HttpUseProxy USE_PROXY "This resource can only be reached through the proxy at the given location."
    HttpTemporaryRedirect TEMPORARY_REDIRECT "Repeat this request, for now, at the given location."
    HttpPermanentRedirect PERMANENT_REDIRECT "Repeat this request, from now on, at the given location."
}

exceptions! { others other:
    HttpNoContent NO_CONTENT "The request was fulfilled; there is nothing to show."
    HttpMultipleChoices MULTIPLE_CHOICES "This resource exists in several forms; choose one of them."
    HttpNotModified NOT_MODIFIED "The resource is as it was when you last asked."

    HttpBadRequest BAD_REQUEST "The server cannot make sense of this request."
    /// RFC 9110 asks for a `WWW-Authenticate` header with it.
    HttpUnauthorized UNAUTHORIZED "Prove who you are to get this resource."
    HttpPaymentRequired PAYMENT_REQUIRED "This resource has to be paid for."
    HttpForbidden FORBIDDEN "You may not access this resource."
    HttpNotFound NOT_FOUND "There is nothing at this address."
    /// RFC 9110 asks for an `Allow` header with it.
    HttpMethodNotAllowed METHOD_NOT_ALLOWED "This resource does not answer to this method."
    HttpNotAcceptable NOT_ACCEPTABLE "This resource does not exist in a form that you accept."
    /// RFC 9110 asks for a `Proxy-Authenticate` header with it.
    HttpProxyAuthenticationRequired PROXY_AUTHENTICATION_REQUIRED "Prove to the proxy who you are."
    HttpRequestTimeout REQUEST_TIMEOUT "The request took too long to arrive."
    HttpConflict CONFLICT "The request contradicts the present state of the resource."
    HttpGone GONE "This resource is gone, and will not come back."
    HttpLengthRequired LENGTH_REQUIRED "The request must say how long its body is."
    HttpPreconditionFailed PRECONDITION_FAILED "A condition that the request sets does not hold."
    HttpRequestEntityTooLarge PAYLOAD_TOO_LARGE "The body of the request is too large."
    HttpRequestUriTooLong URI_TOO_LONG "The address is too long."
    HttpUnsupportedMediaType UNSUPPORTED_MEDIA_TYPE "This resource does not take a body of this type."
    HttpRequestRangeNotSatisfiable RANGE_NOT_SATISFIABLE "The resource does not have the requested range."
    HttpExpectationFailed EXPECTATION_FAILED "The server cannot do what the Expect header asks."
    HttpImATeapot IM_A_TEAPOT "This is a teapot, and cannot brew coffee."
    HttpUnprocessableEntity UNPROCESSABLE_ENTITY "The request is well-formed, but what it says cannot be done."
    HttpLocked LOCKED "This resource is locked."
    HttpFailedDependency FAILED_DEPENDENCY "Another request, on which this one depends, has failed."
    HttpPreconditionRequired PRECONDITION_REQUIRED "This request must be conditional."
    HttpTooManyRequests TOO_MANY_REQUESTS "Too many requests; try again later."
    HttpRequestHeaderFieldsTooLarge REQUEST_HEADER_FIELDS_TOO_LARGE "The header of the request is too large."
    HttpUnavailableForLegalReasons UNAVAILABLE_FOR_LEGAL_REASONS "This resource is withheld for legal reasons."

    HttpInternalServerError INTERNAL_SERVER_ERROR "The server made a mistake, and could not finish this request."
    HttpNotImplemented NOT_IMPLEMENTED "The server cannot do this yet."
    HttpBadGateway BAD_GATEWAY "A server behind this one gave an answer that makes no sense."
    HttpServiceUnavailable SERVICE_UNAVAILABLE "The server cannot answer at the moment; try again later."
    HttpGatewayTimeout GATEWAY_TIMEOUT "A server behind this one did not answer in time."
    HttpVersionNotSupported HTTP_VERSION_NOT_SUPPORTED "The server does not speak this version of HTTP."
    HttpInsufficientStorage INSUFFICIENT_STORAGE "The server has no room left to fulfil this request."
    HttpNetworkAuthenticationRequired NETWORK_AUTHENTICATION_REQUIRED "Sign in to the network first."
}

/// The exception as the type of its status, if there is one.
pub(crate) fn typed(exception: HttpException) -> Arc<dyn Error + Send + Sync> {
    redirection(&exception).or_else(|| other(&exception)).unwrap_or_else(|| Arc::new(exception))
}
