//! Arguments that are parameters of the route.

use std::net::SocketAddr;

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::http;

#[view(path = "/users/{id}")]
async fn user(id: u32) -> String {
    format!("user {id}")
}

#[view(path = "/reports/{year}")]
fn report(year: u16) -> String {
    format!("report of {year}")
}

#[view(path = "/names/{name}")]
async fn name(name: String) -> String {
    format!("<{name}>")
}

#[view(path = "/files/{*path}")]
async fn file(path: String) -> String {
    format!("<{path}>")
}

#[view(path = "/old/*path")]
async fn old_file(path: String) -> String {
    format!("<{path}>")
}

/// The order of the arguments is the programmer's, not the route's.
#[view(path = "/from/{from}/to/{to}")]
async fn way(to: String, from: char) -> String {
    format!("{to} comes from {from}")
}

#[view(path = "/types/{type}")]
async fn keyword(r#type: String) -> String {
    r#type
}

#[view(path = "/versions/{_version}/health")]
async fn unused() -> &'static str {
    "well"
}

#[view(path = "/café/{dish}")]
async fn café(dish: String) -> String {
    dish
}

#[view(route_name = "post")]
async fn post(slug: String, day: u8) -> String {
    format!("{slug} of day {day}")
}

async fn serve() -> TestServer {
    let configure = |config: Configurator| {
        let config = config.add_view(user {}).add_view(report {}).add_view(name {}).add_view(file {}).add_view(way {});
        let config = config.add_view(old_file {}).add_view(keyword {}).add_view(unused {}).add_view(café {});
        config.add_route("post", "/posts/{day}/{slug}").add_view(post {})
    };
    TestServer::start(configure).await
}

async fn assert_answers(address: SocketAddr, expected: &[(&str, u16, &str)]) {
    for (target, status, body) in expected {
        let answer = http::get(address, target).await;
        assert_eq!((answer.status, answer.body.as_str()), (*status, *body), "{target}");
    }
}

#[tokio::test]
async fn a_parameter_is_parsed_to_the_arguments_type() {
    let server = serve().await;
    let expected = [
        ("/users/7", 200, "user 7"),
        ("/reports/2024", 200, "report of 2024"),
        ("/from/a/to/b", 200, "b comes from a"),
        ("/types/async", 200, "async"),
        ("/versions/2/health", 200, "well"),
        ("/posts/3/hello", 200, "hello of day 3"),
    ];
    assert_answers(server.address(), &expected).await;
}

#[tokio::test]
async fn a_value_that_does_not_parse_is_not_found() {
    let server = serve().await;
    for target in ["/users/seven", "/users/-1", "/users/4294967296", "/reports/70000", "/from/ab/to/c", "/posts/256/x"]
    {
        let answer = http::get(server.address(), target).await;
        assert_eq!((answer.status, answer.body.lines().next()), (404, Some("404 Not Found")), "{target}");
    }
}

#[tokio::test]
async fn a_value_is_percent_decoded_once() {
    let server = serve().await;
    let expected = [
        ("/names/gr%C3%BC%C3%9F", 200, "<grüß>"),
        ("/names/a%20b+c", 200, "<a b+c>"),
        ("/names/a%2Fb", 200, "<a/b>"),
        ("/names/100%2525", 200, "<100%25>"),
        ("/caf%C3%A9/cr%C3%AApe", 200, "crêpe"),
    ];
    assert_answers(server.address(), &expected).await;
}

#[tokio::test]
async fn a_value_that_is_not_utf8_is_a_bad_request() {
    let server = serve().await;
    for target in ["/names/%FF", "/files/a/%C3%28", "/users/%80"] {
        assert_eq!(http::get(server.address(), target).await.status, 400, "{target}");
    }
}

#[tokio::test]
async fn a_remainder_has_slashes() {
    let server = serve().await;
    let expected =
        [("/files/a/b/c.txt", 200, "<a/b/c.txt>"), ("/old/a//b/", 200, "<a//b/>"), ("/files/x%20y/z", 200, "<x y/z>")];
    assert_answers(server.address(), &expected).await;
}

#[tokio::test]
async fn a_segment_is_never_empty_and_a_slash_at_the_end_counts() {
    let server = serve().await;
    for target in ["/names/", "/names", "/names/a/", "/names/a/b", "//names/a", "/NAMES/a"] {
        assert_eq!(http::get(server.address(), target).await.status, 404, "{target}");
    }
}
