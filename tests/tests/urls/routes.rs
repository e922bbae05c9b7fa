//! Routes by name: what goes wrong, and what the request decides.

use pyramidion::axum::Router;
use pyramidion::prelude::*;
use pyramidion::testing::{TestApp, TestRequest};

#[view(route_name = "item")]
async fn item(id: u32) -> String {
    id.to_string()
}

/// Tells what the URL named in the query is.
#[view(path = "/ask/{what}")]
async fn ask(request: &Request, what: String) -> String {
    let url = match what.as_str() {
        "path" => request.route_path("item", [("id", 7)]),
        "url" => request.route_url("item", [("id", "7")]),
        "mixed" => request.route("item").value("id", 7).parameter("page", 2).parameter("all", None::<u8>).path(),
        "misspelt" => request.route_path("itme", [("id", 7)]),
        "missing" => request.route_path("item", [("di", 7)]),
        "host" => request.route("item").value("id", 7).host("no host").url(),
        "ipv6" => request.route("item").value("id", 7).host("[::1]:6543").scheme("https").url(),
        other => request.route(other).path(),
    };
    url.unwrap_or_else(|error| error.to_string())
}

/// On a thread.
#[view(path = "/sync")]
fn sync(request: SyncRequest<'_>) -> Result<String, UrlError> {
    request.route_path("item", [("id", 7)])
}

#[view(path = "/fails")]
async fn fails(request: &Request) -> Result<String, UrlError> {
    request.route_path("nowhere", [("id", 7)])
}

#[tween]
async fn linked(request: Request, next: Next) -> Response {
    let link = request.route_path("item", [("id", 7)]).unwrap();
    let mut response = next.call(request).await;
    response.headers_mut().insert(header::LINK, link.parse().unwrap());
    response
}

fn app(config: Configurator) -> Configurator {
    config.add_route("item", "/items/{id}").add_view(item {}).add_view(ask {}).add_view(sync {}).add_view(fails {})
}

async fn asked(what: &str) -> String {
    let app = TestApp::new(app);
    app.request(Method::GET, &format!("/ask/{what}")).header("host", "example.com:6543").await.text().to_owned()
}

#[tokio::test]
async fn paths_and_urls_of_a_named_route() {
    assert_eq!(asked("path").await, "/items/7");
    assert_eq!(asked("url").await, "http://example.com:6543/items/7");
    assert_eq!(asked("mixed").await, "/items/7?page=2&all=");
    assert_eq!(asked("ipv6").await, "https://[::1]:6543/items/7");
}

#[tokio::test]
async fn a_mistake_is_named() {
    assert_eq!(asked("misspelt").await, "there is no route `itme`\nhelp: did you mean `item`?");
    assert_eq!(asked("nothing").await, "there is no route `nothing`\nhelp: the routes are: `item`");
    assert_eq!(asked("missing").await, "no value for `id` of `/items/{id}`\nhelp: did you mean `di`?");
    assert_eq!(asked("host").await, "`no host` is no host\nhelp: a host is a name or an address, and may have a port");
}

#[tokio::test]
async fn a_request_without_a_host_has_paths_only() {
    let app = TestApp::new(app);
    assert_eq!(app.get("/ask/path").await.text(), "/items/7");
    assert!(app.get("/ask/url").await.text().starts_with("the request names no host"));
}

#[test]
fn a_request_outside_of_any_application_knows_no_routes() {
    let request = TestRequest::get("/").build();
    let error = request.route_path("item", [("id", 7)]).unwrap_err();
    assert!(error.to_string().starts_with("the request is in no application"), "{error}");
}

#[tokio::test]
async fn a_mistake_is_a_500() {
    assert_eq!(TestApp::new(app).get("/fails").await.status(), 500);
}

#[tokio::test]
async fn sync_views_and_tweens_make_them_too() {
    let plain = TestApp::new(app);
    assert_eq!(plain.get("/sync").await.text(), "/items/7");
    let tweened = TestApp::new(|config| app(config).add_tween(linked {}));
    let response = tweened.get("/sync").await;
    assert_eq!((response.text(), response.header("link")), ("/items/7", Some("/items/7")));
}

#[tokio::test]
async fn the_router_around_the_application_comes_first() {
    let router = app(Configurator::new()).add_tween(linked {}).make_router();
    let nested = TestApp::from_router(Router::new().nest("/outer", Router::new().nest_service("/{tenant}", router)));
    let response = nested.request(Method::GET, "/outer/a%20b/ask/url").header("host", "example.com").await;
    assert_eq!(response.text(), "http://example.com/outer/a%20b/items/7");
    assert_eq!(response.header("link"), Some("/outer/a%20b/items/7"));
}

#[tokio::test]
async fn an_application_within_another_has_routes_of_its_own() {
    let inner = app(Configurator::new()).make_router();
    let outer = Configurator::new().add_route("item", "/other/{id}").add_view(item {}).add_tween(linked {});
    let outer = TestApp::from_router(outer.merge(Router::new().nest("/inner", inner)).make_router());
    let response = outer.get("/inner/ask/path").await;
    assert_eq!((response.text(), response.header("link")), ("/inner/items/7", Some("/other/7")));
}
