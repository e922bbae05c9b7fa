//! Beside and inside axum: routers merged, layers added, the application nested.

use pyramidion::axum::Router;
use pyramidion::axum::extract::Request as AxumRequest;
use pyramidion::axum::middleware::{Next as AxumNext, from_fn};
use pyramidion::axum::routing::get;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::http;

use crate::{error_of, places};

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

#[view(path = "/users/{id}")]
async fn user(id: u32, Path(path): Path<Vec<(String, String)>>) -> String {
    format!("user {id} of {path:?}")
}

#[tween]
async fn tween(request: Request, next: Next) -> Response {
    let mut response = next.call(request).await;
    response.headers_mut().append("x-around", HeaderValue::from_static("tween"));
    response
}

async fn inner(request: AxumRequest, next: AxumNext) -> Response {
    around(request, next, "inner layer").await
}

async fn outer(request: AxumRequest, next: AxumNext) -> Response {
    around(request, next, "outer layer").await
}

async fn around(request: AxumRequest, next: AxumNext, name: &'static str) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().append("x-around", HeaderValue::from_static(name));
    response
}

fn app(config: Configurator) -> Configurator {
    config.add_view(home {}).add_view(user {})
}

fn handlers() -> Router {
    Router::new()
        .route("/axum", get(|| async { "axum" }))
        .route("/axum/{id}", get(|Path(id): Path<u8>| async move { id.to_string() }))
}

#[tokio::test]
async fn an_axum_router_is_merged_under_the_same_tweens() {
    let server = TestServer::start(|config| app(config).merge(handlers()).add_tween(tween {})).await;
    for (target, body) in [("/", "home"), ("/axum", "axum"), ("/axum/7", "7")] {
        let answer = http::get(server.address(), target).await;
        assert_eq!((answer.body.as_str(), answer.header("x-around")), (body, "tween"), "{target}");
    }
}

#[tokio::test]
async fn layers_stand_around_tweens_and_the_later_one_further_out() {
    let server =
        TestServer::start(|config| app(config).add_layer(from_fn(inner)).add_tween(tween {}).add_layer(from_fn(outer)))
            .await;
    for target in ["/", "/nowhere"] {
        let answer = http::get(server.address(), target).await;
        assert_eq!(answer.headers("x-around"), ["tween", "inner layer", "outer layer"], "{target}");
    }
}

#[test]
fn a_router_that_overlaps_is_explained() {
    let error = error_of(|config| app(config).merge(Router::new().route("/", get(|| async { "mine" }))));
    assert!(error.contains("an axum router cannot be merged"), "{error}");
    assert!(places(&error)[0].starts_with("tests/tests/configuration/routers.rs:"), "{error}");
    assert!(error.contains("help: "), "{error}");
}

#[test]
fn a_router_with_a_fallback_is_explained() {
    let error = error_of(|config| app(config).merge(Router::new().fallback(|| async { "mine" })));
    assert!(error.contains("an axum router cannot be merged"), "{error}");
}

#[tokio::test]
async fn the_application_is_nested_in_an_axum_router() {
    for around in [|config: Configurator| config, |config: Configurator| config.add_tween(tween {})] {
        let router = around(app(Configurator::new())).make_router();
        let outside = Router::new().route("/", get(|| async { "outside" })).nest("/app", router);
        let server = TestServer::serve(outside).await;
        for (target, status, body) in [
            ("/", 200, "outside"),
            ("/app", 200, "home"),
            ("/app/users/7", 200, r#"user 7 of [("id", "7")]"#),
            ("/users/7", 404, ""),
        ] {
            let answer = http::get(server.address(), target).await;
            assert_eq!((answer.status, answer.body.as_str()), (status, body), "{target}");
        }
        let answer = http::get(server.address(), "/app/nowhere").await;
        assert!(answer.status == 404 && answer.body.starts_with("404 Not Found"), "{answer:?}");
    }
}

#[tokio::test]
async fn parameters_of_the_outer_path_do_not_disturb() {
    for around in [|config: Configurator| config, |config: Configurator| config.add_tween(tween {})] {
        let router = around(app(Configurator::new())).make_router();
        let server = TestServer::serve(Router::new().nest_service("/{id}/app", router)).await;
        let answer = http::get(server.address(), "/9/app/users/7").await;
        assert!(answer.body.starts_with("user 7 of "), "{answer:?}");
    }
}
