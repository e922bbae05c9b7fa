//! Which view of a path answers which method.

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::http;

#[view(path = "/notes", request_method = "GET")]
async fn list_notes() -> &'static str {
    "all notes"
}

#[view(path = "/notes", request_method = "POST")]
fn add_note() -> (StatusCode, &'static str) {
    (StatusCode::CREATED, "a note")
}

#[view(path = "/notes", request_method = ["PUT", "PATCH"])]
async fn change_notes(method: Method) -> String {
    format!("changed by {method}")
}

#[view(path = "/notes")]
async fn anything_else(method: Method) -> String {
    format!("what is {method}?")
}

#[view(path = "/pages/{page}", request_method = "GET")]
async fn page(page: u32) -> String {
    format!("page {page}")
}

/// The same shape of path, with a name of its own for the parameter.
#[view(path = "/pages/{title}", request_method = "PUT")]
async fn save_page(title: String) -> String {
    format!("page {title:?}")
}

#[view(route_name = "home", request_method = "GET")]
async fn home() -> &'static str {
    "home"
}

#[view(route_name = "home", request_method = "DELETE")]
async fn leave_home() -> StatusCode {
    StatusCode::NO_CONTENT
}

#[view(path = "/purge", request_method = "PURGE")]
async fn purge() -> &'static str {
    "purged"
}

async fn serve() -> TestServer {
    let configure = |config: Configurator| {
        // In no useful order: what is tried first follows from the methods.
        let config = config.add_view(anything_else {}).add_view(change_notes {}).add_view(add_note {});
        let config = config.add_view(list_notes {}).add_view(page {}).add_view(save_page {}).add_view(purge {});
        config.add_view(leave_home {}).add_view(home {}).add_route("home", "/")
    };
    TestServer::start(configure).await
}

async fn assert_answers(expected: &[(&str, &str, u16, &str)]) {
    let server = serve().await;
    for (method, target, status, body) in expected {
        let answer = http::send(server.address(), method, target, "", "").await;
        assert_eq!((answer.status, answer.body.as_str()), (*status, *body), "{method} {target}");
    }
}

#[tokio::test]
async fn views_of_a_path_share_it_by_method() {
    assert_answers(&[
        ("GET", "/notes", 200, "all notes"),
        ("POST", "/notes", 201, "a note"),
        ("PUT", "/notes", 200, "changed by PUT"),
        ("PATCH", "/notes", 200, "changed by PATCH"),
    ])
    .await;
}

#[tokio::test]
async fn a_view_without_a_method_answers_what_is_left() {
    assert_answers(&[("DELETE", "/notes", 200, "what is DELETE?"), ("BREW", "/notes", 200, "what is BREW?")]).await;
}

#[tokio::test]
async fn views_of_a_named_route_share_it_too() {
    assert_answers(&[("GET", "/", 200, "home"), ("DELETE", "/", 204, "")]).await;
}

#[tokio::test]
async fn paths_of_one_shape_may_name_their_parameters_differently() {
    assert_answers(&[("GET", "/pages/7", 200, "page 7"), ("PUT", "/pages/seven", 200, "page \"seven\"")]).await;
}

#[tokio::test]
async fn a_method_may_be_anybodys_invention() {
    assert_answers(&[("PURGE", "/purge", 200, "purged")]).await;
}

#[tokio::test]
async fn a_view_for_get_answers_head_without_the_body() {
    let server = serve().await;
    for (target, length) in [("/notes", "9"), ("/pages/7", "6"), ("/", "4")] {
        let answer = http::send(server.address(), "HEAD", target, "", "").await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{target}");
        assert_eq!(answer.headers("content-length"), [length], "{target}");
    }
}

#[tokio::test]
async fn a_method_that_nobody_answers_is_not_found() {
    let server = serve().await;
    for (method, target) in [("POST", "/pages/7"), ("POST", "/"), ("GET", "/purge"), ("HEAD", "/purge")] {
        assert_eq!(http::send(server.address(), method, target, "", "").await.status, 404, "{method} {target}");
    }
}

#[tokio::test]
async fn targets_that_are_no_plain_paths() {
    assert_answers(&[("GET", "http://elsewhere/notes", 200, "all notes"), ("GET", "/notes?a=b#c", 200, "all notes")])
        .await;
    let server = serve().await;
    assert_eq!(http::send(server.address(), "OPTIONS", "*", "", "").await.status, 404);
}
