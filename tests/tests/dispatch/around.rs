//! Decorators and `http_cache`.

use pyramidion::ViewCall;
use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

async fn outer(call: ViewCall) -> Response {
    let mut response = call.run().await;
    response.headers_mut().append("x-order", HeaderValue::from_static("outer"));
    response
}

async fn inner(mut call: ViewCall) -> Response {
    call.request_mut().extensions_mut().insert(Marked("marked"));
    let id = call.request().matchdict().get("id").unwrap_or_default().to_owned();
    let mut response = call.run().await;
    response.headers_mut().append("x-order", HeaderValue::from_str(&format!("inner {id}")).unwrap());
    response
}

#[derive(Clone, Copy)]
struct Marked(&'static str);

#[view(path = "/d/{id}", decorator = [outer, inner])]
async fn decorated(id: u32, request: &Request) -> String {
    format!("{id} {}", request.extensions().get::<Marked>().map_or("", |marked| marked.0))
}

#[view(path = "/sync/{id}", decorator = [outer, inner])]
fn decorated_sync(id: u32) -> String {
    id.to_string()
}

async fn panics(_: ViewCall) -> Response {
    panic!("decorator on purpose")
}

#[view(path = "/panics", decorator = panics)]
async fn under_panic() -> &'static str {
    "never"
}

#[tokio::test]
async fn the_first_decorator_is_the_outermost() {
    let app = TestApp::new(|config| config.add_view(decorated {}).add_view(decorated_sync {}));
    for (target, text) in [("/d/7", "7 marked"), ("/sync/7", "7")] {
        let answer = app.get(target).await;
        assert_eq!(answer.text(), text);
        let order: Vec<_> = answer.headers().get_all("x-order").iter().collect();
        assert_eq!(order, ["inner 7", "outer"]);
    }
    assert_eq!(app.get("/d/seven").await.status(), 404);
}

#[tokio::test]
async fn a_decorators_panic_is_a_500() {
    let app = TestApp::new(|config| config.add_view(under_panic {}));
    assert_eq!(app.get("/panics").await.status(), 500);
}

#[view(path = "/hour", http_cache = 3600)]
async fn for_an_hour() -> &'static str {
    "hour"
}

#[view(path = "/never", http_cache = never)]
async fn for_no_time() -> &'static str {
    "never"
}

#[view(path = "/fails", http_cache = 3600)]
async fn fails() -> Result<&'static str, std::fmt::Error> {
    Err(std::fmt::Error)
}

#[view(path = "/gone", http_cache = 3600)]
async fn gone() -> HttpGone {
    HttpGone::new()
}

fn cached(config: Configurator) -> Configurator {
    config.add_view(for_an_hour {}).add_view(for_no_time {}).add_view(fails {}).add_view(gone {})
}

#[tokio::test]
async fn a_view_may_be_cached() {
    let app = TestApp::new(cached);
    let answer = app.get("/hour").await;
    assert_eq!(answer.header("cache-control"), Some("max-age=3600"));
    assert!(answer.header("expires").is_some());
    assert!(app.get("/never").await.header("cache-control").unwrap().contains("no-store"));
}

#[tokio::test]
async fn an_error_is_not_cached() {
    let app = TestApp::new(cached);
    for target in ["/fails", "/gone"] {
        assert_eq!(app.get(target).await.header("cache-control"), None, "{target}");
    }
}

#[tokio::test]
async fn an_application_may_prevent_it() {
    let app = TestApp::new(|config| cached(config).add_setting("prevent_http_cache", "true"));
    assert_eq!(app.get("/hour").await.header("cache-control"), None);
}
