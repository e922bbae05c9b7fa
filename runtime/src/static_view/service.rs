//! A static view as the service that axum's router calls.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{self, HeaderMap};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use tower::Service;
use tower_http::services::ServeDir;

use super::file_path::file_path;
use super::range;
use crate::application::Application;
use crate::httpexceptions::{
    HttpBadRequest, HttpInternalServerError, HttpMethodNotAllowed, HttpMovedPermanently, HttpNotFound, negotiate,
};
use crate::request::script_name;
use crate::view::http_cache::HttpCache;
use crate::view::slot::without_body;

/// A directory whose files are served.
#[derive(Clone)]
pub(crate) struct StaticView(Arc<Inner>);

struct Inner {
    files: ServeDir,
    /// How many segments of the path are not the files'.
    depth: usize,
    http_cache: Option<HttpCache>,
    application: Arc<Application>,
}

impl StaticView {
    pub(crate) fn new(
        directory: &Path,
        depth: usize,
        http_cache: Option<HttpCache>,
        application: Arc<Application>,
    ) -> Self {
        let files = ServeDir::new(directory).precompressed_br().precompressed_gzip().ignore_multi_range_requests(true);
        Self(Arc::new(Inner { files, depth, http_cache, application }))
    }
}

impl Inner {
    async fn answer(&self, request: Parts) -> Response {
        if !matches!(request.method, Method::GET | Method::HEAD) {
            return self.wrong_method();
        }
        match file_path(request.uri.path(), self.depth) {
            Ok(Some(path)) if path.is_empty() => to_the_directory(&request),
            Ok(Some(path)) => self.file(&path, &request).await,
            Ok(None) => HttpNotFound::new().into_response(),
            Err(error) => HttpBadRequest::new().detail(error.to_string()).into_response(),
        }
    }

    /// As where no view wants the method.
    fn wrong_method(&self) -> Response {
        if self.application.offers_alternatives {
            let allow = HeaderValue::from_static("GET, HEAD");
            HttpMethodNotAllowed::new().header(header::ALLOW, allow).into_response()
        } else {
            HttpNotFound::new().into_response()
        }
    }

    async fn file(&self, path: &str, request: &Parts) -> Response {
        let mut headers = request.headers.clone();
        if !range::is_for_a_range(&request.method, &headers) {
            headers.remove(header::RANGE);
        }
        let mut response = self.serve(path, &request.method, headers.clone()).await;
        if headers.remove(header::RANGE).is_some() && !range::fits_its_other_parts(&headers, response.headers()) {
            response = self.serve(path, &request.method, headers).await;
        }
        self.finished(response, request)
    }

    async fn serve(&self, path: &str, method: &Method, headers: HeaderMap) -> Response {
        let Ok(uri) = path.parse() else { return HttpNotFound::new().into_response() };
        let mut request = http::Request::new(Body::empty());
        (*request.uri_mut(), *request.method_mut(), *request.headers_mut()) = (uri, method.clone(), headers);
        match self.files.clone().try_call(request).await {
            Ok(response) => response.map(Body::new),
            Err(error) if is_no_file(&error) => HttpNotFound::new().into_response(),
            Err(error) => {
                tracing::error!(%error, path, "a static file cannot be read; help: see to its permissions and its disk");
                HttpInternalServerError::new().into_response()
            }
        }
    }

    fn finished(&self, mut response: Response, request: &Parts) -> Response {
        match response.status() {
            StatusCode::NOT_FOUND => return HttpNotFound::new().into_response(),
            StatusCode::TEMPORARY_REDIRECT => return to_the_directory(request),
            StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED => {}
            _ => return response,
        }
        if let Some(http_cache) = &self.http_cache {
            http_cache.apply(&mut response, SystemTime::now());
        }
        let headers = response.headers_mut();
        // A cache that learns that its answer is still good must learn as well for whom.
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        name_the_charset(headers);
        response
    }
}

/// Whether the path leads to no file, or to none that we may read.
fn is_no_file(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, IsADirectory, NotADirectory, NotFound, PermissionDenied};
    matches!(error.kind(), InvalidFilename | IsADirectory | NotADirectory | NotFound | PermissionDenied)
}

/// The same path with a slash at its end, as the client knows it.
fn to_the_directory(request: &Parts) -> Response {
    let path = format!("{}{}", script_name(&request.extensions, &request.uri), request.uri.path());
    // Two slashes at the start would be the name of a host to a browser.
    let path = path.trim_matches('/');
    let location = match request.uri.query() {
        Some(query) => format!("/{path}/?{query}"),
        None => format!("/{path}/"),
    };
    HttpMovedPermanently::new(location).into_response()
}

/// Text is UTF-8, which a browser does not know unless it is told.
fn name_the_charset(headers: &mut HeaderMap) {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return };
    if value.starts_with("text/")
        && !value.contains("charset")
        && let Ok(value) = HeaderValue::from_str(&format!("{value}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, value);
    }
}

impl Service<http::Request<Body>> for StaticView {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let inner = Arc::clone(&self.0);
        let (request, _) = request.into_parts();
        Box::pin(async move {
            let accept = request.headers.get(header::ACCEPT).cloned();
            let is_head = request.method == Method::HEAD;
            let mut response = inner.answer(request).await;
            // An exception view wants the exception as it is; who is around it negotiates.
            let keeps_exceptions = inner.application.has_exception_views;
            if !keeps_exceptions {
                negotiate(&mut response, accept.as_ref());
            }
            Ok(if is_head { without_body(response) } else { response })
        })
    }
}
