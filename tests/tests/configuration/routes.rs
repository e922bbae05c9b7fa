//! Which of several routes a path belongs to.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

#[view(path = "/users/me")]
async fn me() -> &'static str {
    "me"
}

#[view(path = "/users/{id}", request_method = "GET")]
async fn user(id: String) -> String {
    format!("user {id}")
}

#[view(path = "/users/{name}", request_method = "PUT")]
async fn save_user(name: String, request: &Request) -> String {
    format!("saved {name}, {:?}", request.matchdict().get("name"))
}

#[view(path = "/users/{handle}", request_method = "DELETE")]
async fn delete_user(Path(handle): Path<String>) -> String {
    format!("deleted {handle}")
}

#[view(path = "/users/{id}/{*path}")]
async fn below(id: String, path: String) -> String {
    format!("{path} below {id}")
}

#[view(route_name = "any")]
async fn any(first: String) -> String {
    format!("any {first}")
}

fn app() -> TestApp {
    // The general ones first: what is more specific wins nevertheless.
    TestApp::new(|config| {
        let config = config.add_route("any", "/{first}/{second}").add_view(any {}).add_view(below {});
        config.add_view(user {}).add_view(save_user {}).add_view(delete_user {}).add_view(me {})
    })
}

#[tokio::test]
async fn the_more_specific_wins() {
    let app = app();
    for (target, body) in
        [("/users/me", "me"), ("/users/7", "user 7"), ("/users/7/books", "books below 7"), ("/books/7", "any books")]
    {
        assert_eq!(app.get(target).await.text(), body, "{target}");
    }
}

#[tokio::test]
async fn one_shape_may_have_several_names_for_its_parameters() {
    let app = app();
    assert_eq!(app.request(Method::PUT, "/users/7").await.text(), "saved 7, Some(\"7\")");
    assert_eq!(app.request(Method::DELETE, "/users/7").await.text(), "deleted 7");
}
