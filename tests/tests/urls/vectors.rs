//! What Pyramid makes of random routes and values: `tests/vectors/urls.json`, written by `urls.py` beside it.

use pyramidion::axum::Router;
use pyramidion::prelude::*;
use pyramidion::request::RouteUrl;
use pyramidion::testing::TestApp;
use serde_json::{Value, json};

const VECTORS: &str = include_str!("../../vectors/urls.json");

#[view(path = "/vector")]
async fn answer(request: &Request) -> Result<Json<Value>, JsonError> {
    let vector: Value = request.json()?;
    let path = described(&vector, request).path();
    let url = with_origin(described(&vector, request), &vector["origin"]).url();
    Ok(Json(json!({ "path": path.ok(), "url": url.ok() })))
}

fn described<'r>(vector: &'r Value, request: &'r Request) -> RouteUrl<'r> {
    let url = request.route(vector["route"].as_str().unwrap()).anchor(vector["anchor"].as_str().unwrap());
    let url = url.elements(texts(&vector["elements"]));
    let url = vector["values"].as_object().unwrap().iter().fold(url, |url, (name, value)| match value.as_str() {
        Some(text) => url.value(name.as_str(), text),
        None => url.segments(name.as_str(), texts(value)),
    });
    match &vector["query"] {
        Value::String(text) => url.query_text(text),
        Value::Array(pairs) => pairs.iter().fold(url, |url, pair| with_parameter(url, &pair[0], &pair[1])),
        _ => url,
    }
}

fn with_parameter<'r>(url: RouteUrl<'r>, name: &Value, value: &Value) -> RouteUrl<'r> {
    let name = name.as_str().unwrap();
    if value.is_array() { url.parameter(name, texts(value)) } else { url.parameter(name, value.as_str()) }
}

fn with_origin<'r>(mut url: RouteUrl<'r>, origin: &Value) -> RouteUrl<'r> {
    if let Some(app_url) = origin["app_url"].as_str() {
        url = url.app_url(app_url);
    }
    if let Some(scheme) = origin["scheme"].as_str() {
        url = url.scheme(scheme);
    }
    if let Some(host) = origin["host"].as_str() {
        url = url.host(host);
    }
    if let Some(port) = origin["port"].as_u64() {
        url = url.port(port.try_into().unwrap());
    }
    url
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn app(config: Configurator) -> Configurator {
    config
        .add_route("home", "/")
        .add_route("plain", "/plain/")
        .add_route("item", "/items/{id}")
        .add_route("split", "/split/{stem}.{ext}")
        .add_route("number", "/n/{value:\\d+}/edit")
        .add_route("files", "/files/*path")
        .add_route("tree", "/tree*traverse")
        .add_route("odd", "/a b:c@d/ü~(1)/{x}")
        .add_view(answer {})
}

#[tokio::test]
async fn urls_are_as_pyramid_makes_them() {
    let router = app(Configurator::new()).make_router();
    let nested = Router::new().nest("/outer/v1", router.clone()).nest("/outer", router.clone()).merge(router);
    let nested = TestApp::from_router(nested);
    let mut compared = 0;
    for vector in VECTORS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let target = format!("{}/vector", vector["script_name"].as_str().unwrap());
        let host = vector["http_host"].as_str().unwrap();
        let found: Value = nested.post(&target).header("host", host).json(&vector).await.json();
        assert_eq!((&found["path"], &found["url"]), (&vector["path"], &vector["url"]), "{vector}");
        compared += 1;
    }
    assert!(compared >= 400);
}
