//! What can be wrong with a request's body and parameters. Each error is a response too.

use std::fmt;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use crate::httpexceptions::{
    HttpBadRequest, HttpException, HttpInternalServerError, HttpRequestEntityTooLarge, HttpRequestTimeout,
    HttpUnprocessableEntity, HttpUnsupportedMediaType,
};

/// Why a request's body is not there, or is no text.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum BodyError {
    /// Nobody has read the body yet: the application's mistake, and a 500.
    NotRead,
    /// An earlier reading failed or was given up, and took the body with it: the application's mistake, and a 500.
    Lost,
    /// It exceeds the limit in force ([`Server::max_body_size`](crate::Server::max_body_size), or an
    /// [`axum::extract::DefaultBodyLimit`]; 2 MiB unless set): a 413.
    TooLarge,
    /// It did not arrive in the time that the server gives it: a 408.
    TimedOut,
    /// The connection failed before its end: a 400.
    Interrupted(Arc<axum::Error>),
    /// It is not UTF-8, and was asked for as text: a 400.
    NotUtf8,
}

/// What a server breaks a body off with that takes too long.
#[derive(Debug)]
pub(crate) struct BodyTimedOut;

/// Why a request's parameters cannot be had.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ParamsError {
    /// The form's body is not there.
    Body(BodyError),
    /// A name or value is not UTF-8, once percent-decoded: a 400.
    NotUtf8 {
        /// `query` or `form`.
        part: &'static str,
    },
    /// The body says that it is multipart, and is not: a 400.
    Multipart {
        /// What is wrong with it.
        message: String,
    },
    /// A parameter is missing, or its value is not of the type asked for: a 400.
    Value {
        /// The parameter's name, if it was sent.
        parameter: Option<String>,
        /// What is wrong with it, as serde says it.
        message: String,
    },
}

/// Why a request's body cannot be read as JSON.
#[derive(Debug)]
#[non_exhaustive]
pub enum JsonError {
    /// The body is not there.
    Body(BodyError),
    /// The body is not declared to be JSON: a 415.
    ContentType,
    /// The body is not JSON: a 400.
    Syntax(serde_json::Error),
    /// The body is JSON, but not of the type asked for: a 422.
    Data(serde_json::Error),
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRead => {
                f.write_str("the body of this request has not been read\nhelp: call `request.read_body().await?` first")
            }
            Self::Lost => f.write_str(
                "the body of this request was lost when an earlier reading of it failed or was given up\n\
                 help: return the error of `read_body`, and do not drop its future",
            ),
            Self::TooLarge => f.write_str("the body is larger than the server takes\nhelp: send less"),
            Self::TimedOut => BodyTimedOut.fmt(f),
            Self::Interrupted(cause) => write!(f, "the body did not arrive whole: {cause}\nhelp: send it again"),
            Self::NotUtf8 => f.write_str("the body is not UTF-8\nhelp: encode the text as UTF-8"),
        }
    }
}

impl fmt::Display for BodyTimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body did not arrive in time\nhelp: send it faster, or in parts")
    }
}

impl fmt::Display for ParamsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(error) => error.fmt(f),
            Self::NotUtf8 { part } => {
                write!(f, "the {part} is not UTF-8\nhelp: percent-encode the bytes of the text in UTF-8")
            }
            Self::Multipart { message } => {
                write!(f, "the form is no well-formed multipart: {message}\nhelp: send it as RFC 7578 describes")
            }
            Self::Value { parameter: Some(parameter), message } => write!(f, "the parameter `{parameter}`: {message}"),
            Self::Value { parameter: None, message } => write!(f, "the parameters: {message}"),
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(error) => error.fmt(f),
            Self::ContentType => {
                f.write_str("the body is not declared to be JSON\nhelp: send it with `Content-Type: application/json`")
            }
            Self::Syntax(cause) => write!(f, "the body is not JSON: {cause}"),
            Self::Data(cause) => write!(f, "the JSON is not what is expected here: {cause}"),
        }
    }
}

impl std::error::Error for BodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Interrupted(cause) => Some(&**cause),
            Self::NotRead | Self::Lost | Self::TooLarge | Self::TimedOut | Self::NotUtf8 => None,
        }
    }
}

impl std::error::Error for BodyTimedOut {}

impl std::error::Error for ParamsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Body(error) => error.source(),
            Self::NotUtf8 { .. } | Self::Multipart { .. } | Self::Value { .. } => None,
        }
    }
}

impl std::error::Error for JsonError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Body(error) => error.source(),
            Self::ContentType => None,
            Self::Syntax(cause) | Self::Data(cause) => Some(cause),
        }
    }
}

impl From<BodyError> for ParamsError {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}

impl From<BodyError> for JsonError {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}

impl From<BodyError> for HttpException {
    fn from(error: BodyError) -> Self {
        let text = error.to_string();
        match error {
            BodyError::NotRead | BodyError::Lost => {
                tracing::error!("{text}"); // our mistake: for the log, not for the client
                HttpInternalServerError::new().into()
            }
            BodyError::TooLarge => HttpRequestEntityTooLarge::new().detail(text).into(),
            BodyError::TimedOut => HttpRequestTimeout::new().detail(text).into(),
            BodyError::Interrupted(_) | BodyError::NotUtf8 => HttpBadRequest::new().detail(text).into(),
        }
    }
}

impl From<ParamsError> for HttpException {
    fn from(error: ParamsError) -> Self {
        match error {
            ParamsError::Body(error) => error.into(),
            error => HttpBadRequest::new().detail(error.to_string()).into(),
        }
    }
}

impl From<JsonError> for HttpException {
    fn from(error: JsonError) -> Self {
        let text = error.to_string();
        match error {
            JsonError::Body(error) => error.into(),
            JsonError::ContentType => HttpUnsupportedMediaType::new().detail(text).into(),
            JsonError::Syntax(_) => HttpBadRequest::new().detail(text).into(),
            JsonError::Data(_) => HttpUnprocessableEntity::new().detail(text).into(),
        }
    }
}

macro_rules! into_response {
    ($($error:ty)*) => {$(
        impl IntoResponse for $error {
            fn into_response(self) -> Response {
                HttpException::from(self).into_response()
            }
        }
    )*};
}

into_response!(BodyError ParamsError JsonError);
