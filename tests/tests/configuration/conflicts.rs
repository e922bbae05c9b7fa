//! Conflicts: all are reported together, each with all its places.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

use crate::{error_of, places};

#[view(path = "/", request_method = "GET")]
async fn home() -> &'static str {
    "home"
}

#[view(path = "/", request_method = ["GET", "HEAD"])]
fn another_home() -> &'static str {
    "another home"
}

#[view(path = "/", request_method = "POST")]
async fn post_home() -> &'static str {
    "posted"
}

#[view(path = "/users/{id}")]
async fn user(id: u32) -> String {
    id.to_string()
}

#[view(path = "/users/{id}")]
async fn another_user(id: String) -> String {
    id
}

#[view(path = "/users/{id}")]
async fn third_user(id: String) -> String {
    id
}

#[view(path = "/users/{*rest}")]
async fn all_of_user(rest: String) -> String {
    rest
}

#[view(route_name = "page")]
async fn page() -> &'static str {
    "page"
}

#[websocket_view(path = "/")]
async fn websocket(_ws: Websocket) {}

#[test]
fn two_views_for_the_same_requests_conflict() {
    let error = error_of(|config| config.add_view(home {}).add_view(another_home {}).add_view(post_home {}));
    assert!(error.starts_with("the configuration has a mistake"), "{error}");
    assert!(error.contains("`configuration::conflicts::home`") && error.contains("another_home`"), "{error}");
    assert!(error.contains("GET, HEAD of /"), "{error}");
    assert_eq!(
        places(&error),
        ["tests/tests/configuration/conflicts.rs:8", "tests/tests/configuration/conflicts.rs:13"]
    );
    assert!(error.contains("help: "), "{error}");
}

#[test]
fn a_websocket_is_a_view_for_get() {
    let error = error_of(|config| config.add_view(home {}).add_view(websocket {}));
    assert_eq!(places(&error).len(), 2, "{error}");
}

#[test]
fn three_views_for_the_same_requests_are_one_mistake_with_three_places() {
    let error = error_of(|config| config.add_view(user {}).add_view(another_user {}).add_view(third_user {}));
    assert!(error.starts_with("the configuration has a mistake"), "{error}");
    assert_eq!(places(&error).len(), 3, "{error}");
}

#[test]
fn two_routes_of_one_name_conflict() {
    let error = error_of(|config| {
        let config = config.add_route("page", "/page");
        config.add_route("page", "/seite").add_view(page {})
    });
    assert!(error.contains("route `page` is declared 2 times"), "{error}");
    let lines: Vec<u32> =
        places(&error).iter().map(|place| place.rsplit_once(':').unwrap().1.parse().unwrap()).collect();
    assert!(matches!(lines[..], [first, second] if second == first + 1), "{error}");
}

/// Neither is more specific than the other in axum's router, so one of them is tried where that finds nothing.
#[tokio::test]
async fn paths_that_overlap_do_not_conflict() {
    let app = TestApp::new(|config| config.add_view(user {}).add_view(all_of_user {}));
    assert_eq!(app.get("/users/7").await.text(), "7");
    assert_eq!(app.get("/users/7/posts").await.text(), "7/posts");
}

#[test]
fn all_conflicts_are_reported_together() {
    let error = error_of(|config| {
        let config = config.add_view(home {}).add_view(another_home {}).add_view(user {}).add_view(another_user {});
        config.add_route("page", "/page").add_route("page", "/seite").add_state(1_u8).add_state(2_u8)
    });
    assert!(error.starts_with("the configuration has 4 mistakes"), "{error}");
    assert!(["\n1. ", "\n2. ", "\n3. ", "\n4. "].iter().all(|number| error.contains(number)), "{error}");
    assert_eq!(places(&error).len(), 8, "{error}");
}

#[test]
fn try_make_router_counts_them() {
    let config = Configurator::new().add_view(home {}).add_view(another_home {}).add_state(1_u8).add_state(2_u8);
    assert_eq!(config.try_make_router().unwrap_err().count(), 2);
}

#[test]
#[should_panic(expected = "answer the same requests")]
fn make_router_panics_with_the_list() {
    let _ = Configurator::new().add_view(home {}).add_view(another_home {}).make_router();
}

#[tokio::test]
async fn the_same_view_twice_is_one_view() {
    let app = TestApp::new(|config| config.add_view(home {}).add_view(home {}));
    assert_eq!(app.get("/").await.text(), "home");
}
