//! Resources: by their locations, and on routes that traverse.

use pyramidion::axum::Router;
use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use pyramidion::traversal::Location;

#[resource]
struct Page;

fn leaf() -> Location {
    AnyResource::new(Page).into_root().child("a b", Page).child("ü", Page)
}

#[view(path = "/links")]
async fn links(request: &Request) -> Result<String, UrlError> {
    let leaf = leaf();
    let urls = [
        request.resource_path(&leaf, [""; 0])?,
        request.resource_path(leaf.lineage(), ["edit", "x/y"])?,
        request.resource_url(&leaf, ["edit"])?,
        request.resource(&leaf).query([("q", Some("a"))]).anchor("top").scheme("https").url()?,
        request.route("tree").traverse(&leaf).path()?,
        request.route("tree").traverse(&leaf).elements(["edit"]).path()?,
        request.route("slash").traverse(&leaf).path()?,
        request.route("tree").traverse(leaf.lineage().root()).elements(["edit"]).path()?,
    ];
    Ok(urls.join("\n"))
}

#[tokio::test]
async fn urls_end_with_a_slash_or_with_elements() {
    let config = Configurator::new().add_route("tree", "/tree*traverse").add_route("slash", "/slash/{*traverse}");
    let router = config.add_view(links {}).make_router();
    let app = TestApp::from_router(Router::new().nest("/outer", router));
    let links = app.request(Method::GET, "/outer/links").header("host", "localhost:6543").await;
    let expected = [
        "/outer/a%20b/%C3%BC/",
        "/outer/a%20b/%C3%BC/edit/x%2Fy",
        "http://localhost:6543/outer/a%20b/%C3%BC/edit",
        "https://localhost/outer/a%20b/%C3%BC/?q=a#top",
        "/outer/tree/a%20b/%C3%BC/",
        "/outer/tree/a%20b/%C3%BC/edit",
        "/outer/slash/a%20b/%C3%BC/",
        "/outer/tree/edit",
    ];
    assert_eq!(links.text().lines().collect::<Vec<_>>(), expected);
}
