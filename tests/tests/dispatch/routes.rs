//! Which route a path belongs to.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

use crate::{assert_answers, assert_statuses};

#[view(path = "/n/{value:[0-9]+}")]
async fn number(value: u64) -> String {
    format!("number {value}")
}

#[view(path = "/n/{word:[a-z]+}")]
async fn word(word: String) -> String {
    format!("word {word}")
}

#[view(path = "/{stem}.{ext}")]
async fn file(stem: String, ext: String) -> String {
    format!("{stem} of {ext}")
}

#[view(path = "/{from}-{to}")]
async fn range(from: String, to: String) -> String {
    format!("{from} to {to}")
}

#[view(path = "/v{version}/index")]
async fn version(version: String) -> String {
    format!("version {version}")
}

#[tokio::test]
async fn regular_expressions_choose_among_routes_of_one_shape() {
    let app = TestApp::new(|config| config.add_view(word {}).add_view(number {}));
    assert_answers(&app, &[("/n/7", 200, "number 7"), ("/n/seven", 200, "word seven")]).await;
    assert_statuses(&app, &[("/n/Seven", 404), ("/n/7a", 404), ("/n/", 404), ("/n/7/", 404), ("/n/1%2F2", 404)]).await;
    assert_answers(&app, &[("/n/%37", 200, "number 7")]).await;
}

#[tokio::test]
async fn a_segment_may_have_several_placeholders() {
    let app = TestApp::new(|config| config.add_view(file {}).add_view(range {}).add_view(version {}));
    assert_answers(
        &app,
        &[
            ("/a.tar.gz", 200, "a.tar of gz"),
            ("/1-2", 200, "1 to 2"),
            ("/v2/index", 200, "version 2"),
            ("/%C3%A4.txt", 200, "ä of txt"),
        ],
    )
    .await;
    assert_statuses(&app, &[("/plain", 404), ("/.", 404), ("/x2/index", 404), ("/v/index", 404)]).await;
}

#[view(route_name = "files")]
async fn files(request: &Request, rest: String) -> String {
    format!("[{rest}] on {}", request.matched_route().unwrap_or_default())
}

#[tokio::test]
async fn a_remainder_takes_what_is_left_and_may_be_empty() {
    let app = TestApp::new(|config| config.add_route("files", "/files/*rest").add_view(files {}));
    assert_answers(
        &app,
        &[
            ("/files/", 200, "[] on files"),
            ("/files/a", 200, "[a] on files"),
            ("/files/a/b%20c/", 200, "[a/b c/] on files"),
            ("/files/a%2Fb", 200, "[a/b] on files"),
            ("/files//a", 200, "[/a] on files"),
        ],
    )
    .await;
    assert_statuses(&app, &[("/files", 404), ("/filesystem", 404)]).await;
}

#[tokio::test]
async fn a_remainder_may_follow_on_letters() {
    let app = TestApp::new(|config| config.add_route("files", "/tree*rest").add_view(files {}));
    assert_answers(
        &app,
        &[("/tree", 200, "[] on files"), ("/trees", 200, "[s] on files"), ("/tree/a", 200, "[/a] on files")],
    )
    .await;
}

#[view(route_name = "first")]
async fn first(id: String) -> String {
    format!("first {id}")
}

#[view(route_name = "second")]
async fn second(name: String) -> String {
    format!("second {name}")
}

#[tokio::test]
async fn routes_of_one_shape_are_tried_in_their_order() {
    let both = |config: Configurator| config.add_view(first {}).add_view(second {});
    let app = TestApp::new(|config| both(config.add_route("first", "/{id}").add_route("second", "/{name}")));
    assert_answers(&app, &[("/x", 200, "first x")]).await;
    let app = TestApp::new(|config| both(config.add_route("second", "/{name}").add_route("first", "/{id}")));
    assert_answers(&app, &[("/x", 200, "second x")]).await;
}

fn is_even(request: &Request) -> bool {
    request.matchdict().get("id").and_then(|id| id.parse().ok()).is_some_and(|id: u32| id.is_multiple_of(2))
}

#[tokio::test]
async fn a_routes_predicates_leave_the_request_to_the_next_route() {
    let app = TestApp::new(|config| {
        config
            .add_route_with("first", "/{id}", |route| route.custom_predicate(is_even))
            .add_route("second", "/{name}")
            .add_view(first {})
            .add_view(second {})
    });
    assert_answers(&app, &[("/2", 200, "first 2"), ("/3", 200, "second 3")]).await;
}

#[tokio::test]
async fn a_route_may_ask_for_method_header_parameter_and_media_type() {
    let app = TestApp::new(|config| {
        let first = |route: pyramidion::RouteOptions| {
            let route = route.request_method(["GET"]).header("X-Pick:f").request_param("mode=raw");
            route.accept("application/json").xhr(false).path_info("/[a-z]")
        };
        let config = config.add_route_with("first", "/{id}", first).add_route("second", "/{name}");
        config.add_view(first_of_method {}).add_view(second {})
    });
    let call = |target: &'static str| app.request(Method::GET, target);
    let (pick, json) = (("X-Pick", "first"), ("Accept", "application/json"));
    let answer = call("/a?mode=raw").header(pick.0, pick.1).header(json.0, json.1).await;
    assert_eq!(answer.text(), "first");
    for other in [
        call("/a?mode=raw").header(pick.0, pick.1).header("Accept", "text/html"),
        call("/a?mode=raw").header(json.0, json.1),
        call("/a").header(pick.0, pick.1).header(json.0, json.1),
        call("/1?mode=raw").header(pick.0, pick.1).header(json.0, json.1),
        call("/a?mode=raw").header(pick.0, pick.1).header(json.0, json.1).header("X-Requested-With", "XMLHttpRequest"),
        app.post("/a?mode=raw").header(pick.0, pick.1).header(json.0, json.1),
    ] {
        assert!(other.await.text().starts_with("second"));
    }
}

#[view(route_name = "first")]
async fn first_of_method() -> &'static str {
    "first"
}

#[view(path = "/users/{id}", request_method = "GET")]
async fn user(id: String) -> String {
    format!("user {id}")
}

#[view(path = "/users/{*rest}")]
async fn below_users(rest: String) -> String {
    format!("below users: {rest}")
}

#[view(path = "/{path:.+}/edit")]
async fn edit(path: String) -> String {
    format!("edit {path}")
}

/// axum's router refuses each of these beside another one.
#[tokio::test]
async fn routes_that_axum_cannot_tell_apart_are_tried_apart() {
    let app = TestApp::new(|config| config.add_view(user {}).add_view(below_users {}).add_view(edit {}));
    assert_answers(
        &app,
        &[
            ("/users/7", 200, "user 7"),
            ("/users/7/posts", 200, "below users: 7/posts"),
            ("/a/b/edit", 200, "edit a/b"),
            ("/users/", 200, "below users: "),
        ],
    )
    .await;
    // The view of the place that axum knows answers no POST, and so the other is asked.
    assert_eq!(app.post("/users/7").await.text(), "below users: 7");
    assert_eq!(app.get("/elsewhere").await.status(), 404);
}

#[tokio::test]
async fn a_path_that_is_not_utf8_is_the_clients_mistake() {
    let apps = [
        TestApp::new(|config| config.add_view(number {}).add_view(below_users {})),
        TestApp::new(|config| config.add_view(user {})),
        TestApp::new(|config| config.add_view(user {}).set_root_factory(crate::tree::root {})),
    ];
    for app in apps {
        for target in ["/n/%FF", "/users/%FF", "/users/%C3"] {
            let status = app.get(target).await.status().as_u16();
            assert!([400, 404].contains(&status), "{target}: {status}");
        }
        assert_eq!(app.get("/users/%FF").await.status(), 400);
    }
}

#[tokio::test]
async fn an_encoded_slash_stays_in_its_segment() {
    let app = TestApp::new(|config| config.add_view(user {}));
    assert_answers(&app, &[("/users/a%2Fb", 200, "user a/b")]).await;
}

#[tokio::test]
async fn a_dispatched_application_is_nested_under_parameters() {
    let inner = Configurator::new().add_view(number {}).add_view(below_users {}).add_view(user {}).make_router();
    let outer = pyramidion::axum::Router::new().nest_service("/t/{tenant}", inner);
    let app = TestApp::from_router(outer);
    assert_answers(
        &app,
        &[
            ("/t/x/n/7", 200, "number 7"),
            ("/t/x/users/7", 200, "user 7"),
            ("/t/x/users/", 200, "below users: "),
            ("/t/x/users/a/b", 200, "below users: a/b"),
        ],
    )
    .await;
}

#[tokio::test]
async fn head_is_answered_as_get_without_the_body() {
    let app = TestApp::new(|config| config.add_view(number {}));
    let answer = app.request(Method::HEAD, "/n/7").await;
    assert_eq!((answer.status().as_u16(), answer.text(), answer.header("content-length")), (200, "", Some("8")));
    let answer = app.request(Method::HEAD, "/nowhere").await;
    assert_eq!((answer.status().as_u16(), answer.text()), (404, ""));
}
