//! What is served where axum's router finds no route.
//!
//! axum compares paths as they arrive, Pyramid as they are decoded. So what axum finds nothing for is tried once more in the
//! spelling of routes: `/%61bout` is `/about`. Other requests pay nothing for that.

use std::convert::Infallible;
use std::future::{Future, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::uri::PathAndQuery;
use http::{Method, Uri, header};
use pyramidion_patterns::url::normal_path;
use tower::{Service, ServiceExt};

use super::dispatch::Dispatched;
use super::slot::without_body;
use crate::httpexceptions::{HttpNotFound, negotiate};

type Answer = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

/// What answers where no route matches.
#[derive(Clone)]
pub(crate) enum Unrouted {
    /// Routes that axum's router cannot hold, and traversal.
    Dispatched(Dispatched),
    NotFound,
}

impl Service<http::Request<Body>> for Unrouted {
    type Response = Response;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Answer {
        match self {
            Self::Dispatched(dispatched) => dispatched.call(request),
            Self::NotFound => Box::pin(ready(Ok(not_found(&request)))),
        }
    }
}

fn not_found(request: &http::Request<Body>) -> Response {
    let mut response = HttpNotFound::new().into_response();
    negotiate(&mut response, request.headers().get(header::ACCEPT));
    if *request.method() == Method::HEAD { without_body(response) } else { response }
}

/// The routes once more for a path that can be spelt as theirs are; for all others, what answers where no route matches.
#[derive(Clone)]
pub(crate) struct Respelling {
    routes: Router,
    unrouted: Unrouted,
}

impl Respelling {
    /// `routes` ends in `unrouted` itself, so that a request comes here once.
    pub(crate) fn new(routes: Router, unrouted: Unrouted) -> Self {
        Self { routes, unrouted }
    }
}

impl Service<http::Request<Body>> for Respelling {
    type Response = Response;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Answer {
        let Some(uri) = respelt(request.uri()) else { return self.unrouted.call(request) };
        *request.uri_mut() = uri;
        Box::pin(self.routes.clone().oneshot(request))
    }
}

/// The target with its path in the spelling of routes, if that is another.
fn respelt(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    if path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte)) {
        return None;
    }
    let normal = normal_path(path).ok().filter(|normal| normal != path)?;
    let target = match uri.query() {
        Some(query) => format!("{normal}?{query}"),
        None => normal.into_owned(),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_another_spelling_is_respelt() {
        let respelt = |target: &str| respelt(&target.parse().unwrap()).map(|uri| uri.to_string());
        for target in ["/about", "/", "*", "/a%20b", "/caf%C3%A9?x=%61", "/a+b/c:d", "/%FF"] {
            assert_eq!(respelt(target), None, "{target}");
        }
        for (target, normal) in [
            ("/%61bout", "/about"),
            ("/a%2fb?x=%61", "/a/b?x=%61"),
            ("/caf%c3%a9", "/caf%C3%A9"),
            ("/100%", "/100%25"),
            ("http://example.org/%7euser?", "http://example.org/~user?"),
        ] {
            assert_eq!(respelt(target).as_deref(), Some(normal), "{target}");
        }
    }
}
