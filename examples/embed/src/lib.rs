//! A blog as a part of somebody else's axum application, with parts of axum's world inside of it in turn.

use pyramidion::axum::Router;
use pyramidion::axum::extract::{Request, State as AxumState};
use pyramidion::axum::middleware::{self, Next as AxumNext};
use pyramidion::axum::routing::get;
use pyramidion::prelude::*;

/// The blog's router, to be nested under any prefix: with [`Router::nest`], or with [`Router::nest_service`] where the
/// prefix has parameters of its own.
///
/// # Errors
///
/// What is wrong with its configuration.
pub fn blog() -> Result<Router, ConfigurationError> {
    let statistics = Router::new().route("/statistics", get(statistics)).with_state("0 visitors");
    Configurator::new().scan(package!()).merge(statistics).add_layer(middleware::from_fn(powered_by)).try_make_router()
}

/// A view of pyramidion's.
#[view(path = "/{year}/{slug}")]
async fn post(year: u16, slug: String) -> String {
    format!("the post `{slug}` of {year}")
}

/// A handler of axum's, merged.
async fn statistics(AxumState(text): AxumState<&'static str>) -> &'static str {
    text
}

/// A middleware of axum's, around all of the blog.
async fn powered_by(request: Request, next: AxumNext) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert("x-powered-by", HeaderValue::from_static("pyramidion"));
    response
}

#[cfg(test)]
mod tests {
    use pyramidion::testing::TestApp;

    use super::*;

    fn application() -> TestApp {
        TestApp::from_router(Router::new().nest("/blog", blog().unwrap()))
    }

    #[tokio::test]
    async fn views_answer_under_the_prefix() {
        let response = application().get("/blog/2024/hello").await;
        assert_eq!(response.text(), "the post `hello` of 2024");
        assert_eq!(response.header("x-powered-by"), Some("pyramidion"));
    }

    /// axum's `nest` refuses a router with a fallback under a prefix with parameters; `nest_service` takes it.
    #[tokio::test]
    async fn parameters_of_the_outer_router_do_not_disturb() {
        let application = TestApp::from_router(Router::new().nest_service("/{year}/blog", blog().unwrap()));
        assert_eq!(application.get("/1999/blog/2024/hello").await.text(), "the post `hello` of 2024");
    }

    #[tokio::test]
    async fn merged_handlers_stand_beside_views() {
        assert_eq!(application().get("/blog/statistics").await.text(), "0 visitors");
    }
}
