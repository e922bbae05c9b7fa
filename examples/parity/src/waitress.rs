//! What waitress, the server of `app.py`, does to a request before Pyramid sees it.

use pyramidion::axum::extract::Request;
use pyramidion::prelude::Uri;

/// The slashes that a path begins with are one.
pub(crate) fn one_slash(mut request: Request) -> Request {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    if target.starts_with("//") {
        let target = format!("/{}", target.trim_start_matches('/'));
        if let Ok(uri) = Uri::try_from(target) {
            *request.uri_mut() = uri;
        }
    }
    request
}
