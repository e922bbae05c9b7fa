//! How long a view's answers may be kept: the headers that `http_cache` gives to them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, SystemTime};

use axum::response::Response;
use http::header::{CACHE_CONTROL, EXPIRES, HeaderMap, HeaderValue, LAST_MODIFIED, PRAGMA};

use crate::httpexceptions::accept::split_unquoted;

/// What `http_cache` says: for how many seconds, and who else may keep an answer.
///
/// Source: Pyramid's `http_cache`, which is WebOb's `Response.cache_expires`; RFC 9111, sections 5.2.2 and 5.3.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpCache {
    seconds: Option<u32>,
    directives: &'static [(&'static str, Option<u32>)],
}

/// The directives of a response by their names, which is the order in which they are written.
type Directives = BTreeMap<String, Option<String>>;

impl HttpCache {
    /// `Some(0)` forbids to keep an answer, `None` says nothing of the time.
    #[must_use]
    pub const fn new(seconds: Option<u32>, directives: &'static [(&'static str, Option<u32>)]) -> Self {
        Self { seconds, directives }
    }

    /// Puts the headers on a response.
    pub(crate) fn apply(&self, response: &mut Response, now: SystemTime) {
        let headers = response.headers_mut();
        let mut directives = match self.seconds {
            None => read(headers),
            Some(0) => never(headers, now),
            Some(seconds) => lasting(headers, seconds, now),
        };
        let own =
            self.directives.iter().map(|(name, value)| ((*name).to_owned(), value.map(|value| value.to_string())));
        directives.extend(own);
        set(headers, CACHE_CONTROL, &written(&directives));
    }
}

fn never(headers: &mut HeaderMap, now: SystemTime) -> Directives {
    let now = httpdate::fmt_http_date(now);
    set(headers, EXPIRES, &now);
    if !headers.contains_key(LAST_MODIFIED) {
        set(headers, LAST_MODIFIED, &now);
    }
    set(headers, PRAGMA, "no-cache");
    let mut directives = read(headers);
    directives.extend(["no-store", "no-cache", "must-revalidate"].map(|name| (name.to_owned(), None)));
    directives.insert("max-age".to_owned(), Some("0".to_owned()));
    directives
}

fn lasting(headers: &mut HeaderMap, seconds: u32, now: SystemTime) -> Directives {
    set(headers, EXPIRES, &httpdate::fmt_http_date(now + Duration::from_secs(seconds.into())));
    headers.remove(PRAGMA);
    Directives::from([("max-age".to_owned(), Some(seconds.to_string()))])
}

fn set(headers: &mut HeaderMap, name: http::HeaderName, text: &str) {
    // Nothing is written here but words, numbers and what was in a header before.
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}

/// The directives that the view gave itself.
fn read(headers: &HeaderMap) -> Directives {
    let lines = headers.get_all(CACHE_CONTROL).iter().filter_map(|line| line.to_str().ok());
    let directives = lines.flat_map(|line| split_unquoted(line, ',')).map(str::trim).filter(|text| !text.is_empty());
    directives.map(directive).collect()
}

fn directive(text: &str) -> (String, Option<String>) {
    match text.split_once('=') {
        Some((name, value)) => (name.trim().to_owned(), Some(value.trim().trim_matches('"').to_owned())),
        None => (text.to_owned(), None),
    }
}

fn written(directives: &Directives) -> String {
    let mut text = String::new();
    for (name, value) in directives {
        let comma = if text.is_empty() { "" } else { ", " };
        let is_plain = |value: &str| value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        match value {
            None => write!(text, "{comma}{name}"),
            Some(value) if is_plain(value) => write!(text, "{comma}{name}={value}"),
            Some(value) => write!(text, "{comma}{name}=\"{value}\""),
        }
        .expect("a string takes any text");
    }
    text
}
