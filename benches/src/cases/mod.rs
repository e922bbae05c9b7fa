//! What is compared: pairs of routers that answer the same request with the same bytes.

mod blocking;
mod lookup;
mod neighbours;
mod report;
mod request;
mod template;
mod text;
mod tween;

use axum::Router;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, Uri};

pub(crate) use self::lookup::{application, router};

/// Two routers, and the request that both are sent.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    /// What the command line calls it.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) target: &'static str,
    pub(crate) headers: Headers,
    pub(crate) through: Through,
    pub(crate) pyramidion: fn() -> Router,
    pub(crate) axum: fn() -> Router,
    /// The most instructions that pyramidion may need for one of axum's; nothing where it is not the same work.
    pub(crate) limit: Option<f64>,
    /// Whether the view has a renderer.
    pub(crate) renders: bool,
    /// Whether the watchdog is on, as it is by default.
    pub(crate) is_watched: bool,
}

#[derive(Clone, Copy)]
pub(crate) enum Headers {
    /// Those that every client sends.
    Usual,
    None,
}

/// How the request gets to the router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Through {
    /// The router is called.
    Call,
    /// hyper reads it from a connection.
    Connection,
}

const USUAL: [(&str, &str); 3] = [
    ("host", "localhost:6543"),
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
];

impl Case {
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|case| case.name == name)
    }

    /// The request's head as hyper makes it: its texts are slices of one buffer, so that cloning them allocates nothing.
    pub(crate) fn head(&self) -> Parts {
        let headers = self.headers();
        let received: String = headers.iter().map(|(_, value)| *value).chain([self.target]).collect();
        let mut received = Bytes::from(received);
        // A buffer becomes a shared one when it is cloned for the first time.
        let _shared = received.clone();
        let mut request = Request::builder();
        for (name, value) in headers {
            let value = received.split_to(value.len());
            request =
                request.header(*name, HeaderValue::from_maybe_shared(value).expect("the cases' headers are valid"));
        }
        let target = Uri::from_maybe_shared(received).expect("the cases' targets are valid");
        request.uri(target).body(()).expect("the cases' requests are valid").into_parts().0
    }

    /// The request as it is written to a connection.
    pub(crate) fn text(&self) -> String {
        let headers: String = self.headers().iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("GET {} HTTP/1.1\r\n{headers}\r\n", self.target)
    }

    fn headers(&self) -> &'static [(&'static str, &'static str)] {
        match self.headers {
            Headers::Usual => &USUAL,
            Headers::None => &[],
        }
    }
}

pub(crate) const ALL: &[Case] = &[
    text::COROUTINE,
    text::UNWATCHED,
    text::COROUTINE_WITHOUT_HEADERS,
    report::COROUTINE,
    report::COROUTINE_WITHOUT_HEADERS,
    text::THROUGH_A_CONNECTION,
    report::THROUGH_A_CONNECTION,
    text::INLINE,
    report::INLINE,
    blocking::EXECUTOR,
    tween::ASYNC,
    template::PAGE,
    request::ARGUMENT,
    lookup::ROUTES[0],
    lookup::ROUTES[1],
    lookup::ROUTES[2],
    lookup::ROUTES[3],
    lookup::REGEX,
    lookup::MULTIVIEW,
    lookup::TRAVERSAL,
    lookup::ACL,
];

/// What the project promises, of coroutines and inline views alike.
const PROMISE: Option<f64> = Some(1.05);
