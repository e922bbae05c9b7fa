//! A path is what it means, however it is spelt: Pyramid matches it decoded.

use pyramidion::axum::Router;
use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

use crate::tree::{found, root};
use crate::{assert_answers, assert_statuses};

#[view(path = "/about")]
async fn about(uri: Uri) -> String {
    format!("about at {uri}")
}

#[view(path = "/in/the/café")]
async fn cafe(request: &Request) -> String {
    format!("{} at {:?}", request.path(), request.current_route().path())
}

#[view(path = "/users/{name}/edit")]
async fn edit(name: String) -> String {
    format!("edit {name}")
}

#[view(path = "/n/{value:[0-9]+}")]
async fn number(value: u64) -> String {
    format!("number {value}")
}

#[view(context = _, name = "show")]
async fn show(request: &Request) -> String {
    found(request)
}

fn routes(config: Configurator) -> Configurator {
    config.add_view(about {}).add_view(cafe {}).add_view(edit {}).add_view(number {})
}

/// Asked of Pyramid 2.1 under waitress, these have the same status and the same values.
const SPELLINGS: &[(&str, u16, &str)] = &[
    ("/about", 200, "about at /about"),
    ("/%61bout", 200, "about at /about"),
    ("/%61b%6Fut?q=%61", 200, "about at /about?q=%61"),
    ("/in%2fthe%2Fcaf%c3%a9", 200, "/in/the/café at Ok(\"/in/the/caf%C3%A9\")"),
    ("/%75sers/a%20b%3F/%65dit", 200, "edit a b?"),
    ("/users%2Fada%2Fedit", 200, "edit ada"),
    ("/%6E/%37", 200, "number 7"),
];

const OTHERS: &[(&str, u16)] =
    &[("/%41bout", 404), ("/%2561bout", 404), ("/about%2F", 404), ("/%6E/x", 404), ("/about%20", 404)];

#[tokio::test]
async fn a_route_is_found_by_what_its_path_means() {
    let app = TestApp::new(|config| routes(config).add_setting("debug_notfound", "false"));
    assert_answers(&app, SPELLINGS).await;
    assert_statuses(&app, OTHERS).await;
    let head = app.request(Method::HEAD, "/%61bout").await;
    assert_eq!((head.status().as_u16(), head.text()), (200, ""));
}

#[tokio::test]
async fn so_it_is_beside_traversal_and_where_the_404_is_explained() {
    let app = TestApp::new(|config| routes(config).set_root_factory(root {}).add_view(show {}));
    assert_answers(&app, SPELLINGS).await;
    assert_statuses(&app, OTHERS).await;
    assert_answers(&app, &[("/d%6Fcs%2Fdocs/%73how/a", 200, "Folder \"show\" docs,docs a")]).await;
    assert_statuses(&app, &[("/%FF", 400)]).await;
}

#[tokio::test]
async fn a_router_around_the_application_still_counts() {
    let nested = Router::new().nest("/outer", routes(Configurator::new()).make_router());
    let app = TestApp::from_router(nested);
    let expected = "/in/the/café at Ok(\"/outer/in/the/caf%C3%A9\")";
    assert_answers(&app, &[("/outer/in/the/caf%C3%A9", 200, expected), ("/outer/%69n/the/caf%C3%A9", 200, expected)])
        .await;
}

#[notfound_view]
async fn nothing(request: &Request) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("nothing at {}", request.uri()))
}

#[tokio::test]
async fn exception_views_see_the_path_as_it_was_sent() {
    let app = TestApp::new(|config| routes(config).add_view(nothing {}));
    assert_answers(&app, SPELLINGS).await;
    assert_answers(&app, &[("/%41bout", 404, "nothing at /%41bout")]).await;
}
