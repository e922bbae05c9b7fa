//! `append_slash`: the redirect to a path that only lacks its last slash.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

#[view(path = "/docs/")]
async fn docs() -> &'static str {
    "docs"
}

#[view(route_name = "page", request_method = "POST")]
async fn page(page: String) -> String {
    page
}

#[view(path = "/{first}/{second}/")]
async fn two(first: String, second: String) -> String {
    format!("{first} {second}")
}

#[notfound_view(append_slash)]
async fn not_found() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "nothing")
}

fn application() -> Configurator {
    let config = Configurator::new().add_route("page", "/pages/{page}/");
    config.add_view(docs {}).add_view(page {}).add_view(two {}).add_view(not_found {})
}

#[tokio::test]
async fn a_path_with_a_slash_that_a_route_matches_is_where_to_go() {
    let app = TestApp::from_router(application().make_router());
    for (target, location) in [
        ("/docs", "/docs/"),
        ("/docs?a=1&b=%20", "/docs/?a=1&b=%20"),
        // Predicates are not asked.
        ("/pages/7", "/pages/7/"),
        ("/p%C3%A4/%3F", "/p%C3%A4/%3F/"),
    ] {
        let answer = app.get(target).await;
        assert_eq!((answer.status().as_u16(), answer.header("location")), (307, Some(location)), "{target}");
    }
    for target in ["/nowhere", "/nowhere/", "/a/b/c", "/pages/7/"] {
        let answer = app.get(target).await;
        assert_eq!((answer.status().as_u16(), answer.text()), (404, "nothing"), "{target}");
    }
}

#[tokio::test]
async fn no_redirect_leads_to_another_host() {
    let app = TestApp::from_router(application().make_router());
    for target in ["//evil.com", "///evil.com", "//evil.com/x", "//evil.com?q"] {
        let answer = app.get(target).await;
        let location = answer.header("location").unwrap_or("/");
        assert!(location.starts_with('/') && !location.starts_with("//"), "{target}: {location}");
    }
}

#[tokio::test]
async fn a_nested_application_keeps_its_prefix() {
    let outer = pyramidion::axum::Router::new().nest("/inner", application().make_router());
    let app = TestApp::from_router(outer);
    assert_eq!(app.get("/inner/docs").await.header("location"), Some("/inner/docs/"));
}
