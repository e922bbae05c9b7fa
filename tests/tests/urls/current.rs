//! The current route: its values and its query, unless others are given.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

fn told(request: &Request) -> Result<String, UrlError> {
    let current = || request.current_route();
    let paths = [
        current().path()?,
        current().value("id", "x y").path()?,
        current().query([("page", 2)]).path()?,
        current().query([] as [(&str, &str); 0]).elements(["edit"]).path()?,
        current().query_text("").anchor("top").path()?,
    ];
    Ok(paths.join(" "))
}

#[view(route_name = "item")]
async fn named(request: &Request) -> Result<String, UrlError> {
    told(request)
}

#[view(path = "/unnamed/{id}/{*rest}")]
fn unnamed(request: SyncRequest<'_>) -> Result<String, UrlError> {
    told(&request)
}

#[tween]
async fn before_routing(request: Request, next: Next) -> Response {
    let text = request.current_route().path().unwrap_or_else(|error| error.to_string());
    let mut response = next.call(request).await;
    response.headers_mut().insert("x-route", text.lines().next().unwrap().parse().unwrap());
    response
}

fn app(config: Configurator) -> Configurator {
    config.add_route("item", "/items/{id}").add_view(named {}).add_view(unnamed {})
}

#[tokio::test]
async fn it_is_the_request_again_with_what_changes() {
    let app = TestApp::new(app);
    assert_eq!(
        app.get("/items/7?q=a+b&q=c").await.text(),
        "/items/7?q=a+b&q=c /items/x%20y?q=a+b&q=c /items/7?page=2 /items/7/edit /items/7#top"
    );
    assert_eq!(
        app.get("/unnamed/%C3%BC/a/b").await.text(),
        "/unnamed/%C3%BC/a/b /unnamed/x%20y/a/b /unnamed/%C3%BC/a/b?page=2 /unnamed/%C3%BC/a/b/edit /unnamed/%C3%BC/a/b#top"
    );
}

#[tokio::test]
async fn routes_with_regular_expressions_and_prefixes_are_taken_whole() {
    let app = TestApp::new(|config| {
        config
            .include_with_prefix("/{lang}", |config| config.add_route("item", "/items/{id:[0-9]+}").add_view(named {}))
    });
    let text = app.get("/de/items/7").await;
    assert!(text.text().starts_with("/de/items/7 /de/items/x%20y "), "{}", text.text());
}

#[tokio::test]
async fn a_query_that_is_no_text_is_told() {
    let response = TestApp::new(app).get("/items/7?q=%ff").await;
    assert_eq!(response.status(), 500);
}

#[tokio::test]
async fn before_routing_there_is_none() {
    let response = TestApp::new(|config| app(config).add_tween(before_routing {})).get("/items/7").await;
    assert_eq!(response.header("x-route"), Some("no route has matched the request"));
}
