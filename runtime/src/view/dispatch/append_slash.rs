//! A path that only lacks its last slash: Pyramid's `append_slash`.

use axum::extract::OriginalUri;
use axum::response::{IntoResponse, Response};
use pyramidion_patterns::url::{decode_path, quote_path};

use crate::httpexceptions::HttpTemporaryRedirect;
use crate::request::Request;

/// The redirect to the path with a slash at its end, if a route has that path. Predicates of routes are not asked.
///
/// Source: Pyramid's `AppendSlashNotFoundViewFactory`.
pub(super) fn append_slash(request: &Request) -> Option<Response> {
    let path = request.uri().path();
    if path.ends_with('/') {
        return None;
    }
    let decoded = format!("{}/", decode_path(path).ok()?);
    let mut patterns = request.application()?.routes.patterns();
    patterns.find(|pattern| pattern.matches(&decoded).is_some())?;
    // Where the application is nested in another router, the client knows a longer path.
    let path = request.extensions().get::<OriginalUri>().map_or(path, |original| original.path());
    // Two slashes at the start would be the name of a host to a browser.
    let path = quote_path(&format!("/{}/", decode_path(path).ok()?.trim_start_matches('/')));
    let location = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    Some(HttpTemporaryRedirect::new(location).into_response())
}
