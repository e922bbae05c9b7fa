//! Why a URL cannot be made.

use std::error::Error;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use pyramidion_patterns::{GenerateError, did_you_mean, listed};

use crate::request::ParamsError;

/// Why a URL cannot be made: the application's mistake, so a view that fails with it answers 500.
///
/// Its `Display` is what is wrong and, on a line of its own, `help: …`.
#[derive(Debug, Clone)]
pub struct UrlError(Reason);

#[derive(Debug, Clone)]
pub(super) enum Reason {
    NoApplication,
    UnknownRoute { name: String, help: String },
    UnknownStaticView { name: String, help: String },
    AmbiguousStaticView { name: String, names: Vec<String> },
    UnknownView(String),
    AmbiguousView { view: String, patterns: Vec<String> },
    CacheBuster { file: String, error: Arc<dyn Error + Send + Sync> },
    NoCurrentRoute,
    Value(GenerateError),
    Query(ParamsError),
    NoHost,
    BadHost(String),
}

impl UrlError {
    pub(super) fn unknown_route<'a>(name: &str, names: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut names = names.peekable();
        let help = match names.peek() {
            None => format!("declare it with `add_route(\"{name}\", \"/…\")`"),
            Some(_) => did_you_mean(name, names, "the routes are"),
        };
        Self(Reason::UnknownRoute { name: name.to_owned(), help })
    }

    pub(super) fn unknown_static_view<'a>(name: &str, names: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut names = names.peekable();
        let help = match names.peek() {
            None => format!("declare it with `add_static_view(\"{name}\", \"path/to/its/files\")`"),
            Some(_) => did_you_mean(name, names, "the static views are"),
        };
        Self(Reason::UnknownStaticView { name: name.to_owned(), help })
    }
}

impl UrlError {
    pub(super) fn cache_buster(file: &Path, error: Box<dyn Error + Send + Sync>) -> Self {
        Self(Reason::CacheBuster { file: file.display().to_string(), error: error.into() })
    }
}

impl From<Reason> for UrlError {
    fn from(reason: Reason) -> Self {
        Self(reason)
    }
}

impl From<GenerateError> for UrlError {
    fn from(error: GenerateError) -> Self {
        Self(Reason::Value(error))
    }
}

impl From<ParamsError> for UrlError {
    fn from(error: ParamsError) -> Self {
        Self(Reason::Query(error))
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::NoApplication => f.write_str(
                "the request is in no application, so there are no routes to make a URL of\nhelp: in a test, send the request to a `TestApp`",
            ),
            Reason::UnknownRoute { name, help } => write!(f, "there is no route `{name}`\nhelp: {help}"),
            Reason::UnknownStaticView { name, help } => {
                write!(f, "there is no static view `{name}`\nhelp: {help}")
            }
            Reason::AmbiguousStaticView { name, names } => {
                let names = listed(names.iter().map(String::as_str));
                write!(f, "there is more than one static view `{name}`\nhelp: write the one that is meant with its prefix: {names}")
            }
            Reason::UnknownView(view) => {
                write!(f, "view `{view}` is not in this application\nhelp: add it with `scan` or `add_view`")
            }
            Reason::AmbiguousView { view, patterns } => {
                let patterns = listed(patterns.iter().map(String::as_str));
                write!(
                    f,
                    "view `{view}` is at more than one path: {patterns}\nhelp: give each a name with `add_route`, and name the route"
                )
            }
            Reason::CacheBuster { file, error } => write!(
                f,
                "the cache buster of `{file}` fails: {error}\nhelp: see that the file is there, or add another cache buster for its directory"
            ),
            Reason::NoCurrentRoute => {
                f.write_str("no route has matched the request\nhelp: name the route, or ask for a resource's URL")
            }
            Reason::Value(error) => error.fmt(f),
            Reason::Query(error) => {
                write!(f, "the request's own query cannot be taken over: {error}\nhelp: give the URL a `query` of its own")
            }
            Reason::NoHost => f.write_str(
                "the request names no host, so its URLs have none\nhelp: ask for the `path`, or say the `host` or the `app_url`",
            ),
            Reason::BadHost(host) => {
                write!(f, "`{}` is no host\nhelp: a host is a name or an address, and may have a port", host.escape_debug())
            }
        }
    }
}

impl std::error::Error for UrlError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Reason::Value(error) => Some(error),
            Reason::Query(error) => Some(error),
            Reason::CacheBuster { error, .. } => Some(&**error),
            _ => None,
        }
    }
}
