//! What a tween can do with the request, the response, and what is below it.

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::http;

use crate::mark;

#[derive(Clone)]
struct User(&'static str);

#[view(path = "/")]
async fn home(request: &Request) -> String {
    request.extensions().get::<User>().map_or("nobody", |user| user.0).to_owned()
}

#[view(path = "/body")]
fn body(body: Bytes) -> String {
    format!("{} bytes", body.len())
}

#[view(path = "/later")]
async fn later() -> &'static str {
    "version two"
}

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

#[tween]
async fn leaves_a_user(mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(User("ada"));
    next.call(request).await
}

/// Answers itself where nobody may pass.
#[tween]
fn gate(request: Request, next: SyncNext) -> Result<Response, HttpException> {
    if request.path().starts_with("/secret") {
        return Err(HttpForbidden::new().detail("keep out").into());
    }
    Ok(next.call(request))
}

/// Asks a second time, under another path, when there is nothing under the first.
#[tween]
async fn second_try(request: Request, next: Next) -> Response {
    let response = next.call(request).await;
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    let again = pyramidion::axum::http::Request::get("/later").body(Default::default()).unwrap();
    next.call(Request::new(again)).await
}

#[tween]
fn second_try_sync(request: Request, next: SyncNext) -> Response {
    let response = next.call(request);
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    let again = pyramidion::axum::http::Request::get("/later").body(Default::default()).unwrap();
    next.call(Request::new(again))
}

/// Looks at the body on its way.
#[tween]
async fn reads_the_body(mut request: Request, next: Next) -> Result<Response, HttpException> {
    let length = request.read_body().await?.len();
    let mut response = next.call(request).await;
    response.headers_mut().insert("x-length", HeaderValue::from(length));
    Ok(response)
}

#[tween]
fn reads_the_body_sync(mut request: Request, next: SyncNext) -> Result<Response, HttpException> {
    let length = pyramidion::synchronize(request.read_body())?.len();
    let mut response = next.call(request);
    response.headers_mut().insert("x-length", HeaderValue::from(length));
    Ok(response)
}

#[tween]
async fn marks(request: Request, next: Next) -> Response {
    mark(next.call(request).await, "async")
}

#[tween]
fn marks_sync(request: Request, next: SyncNext) -> Response {
    mark(next.call(request), "sync")
}

#[tween]
async fn fails(request: Request, _next: Next) -> Result<Response, std::fmt::Error> {
    drop(request);
    Err(std::fmt::Error)
}

type Configure = fn(Configurator) -> Configurator;

async fn serve(configure: Configure) -> TestServer {
    TestServer::start(|config| {
        configure(config.add_view(home {}).add_view(body {}).add_view(later {}).add_view(echo {}))
    })
    .await
}

#[tokio::test]
async fn a_tween_leaves_something_for_the_view() {
    let server = serve(|config| config.add_tween(leaves_a_user {}).add_tween(marks_sync {})).await;
    assert_eq!(http::get(server.address(), "/").await.body, "ada");
}

#[tokio::test]
async fn a_tween_changes_the_response() {
    let server = serve(|config| config.add_tween(marks {}).add_tween(marks_sync {})).await;
    assert_eq!(http::get(server.address(), "/").await.headers("x-tweens"), ["async", "sync"]);
}

#[tokio::test]
async fn a_tween_sees_what_is_not_found() {
    let server = serve(|config| config.add_tween(marks {})).await;
    let answer = http::get(server.address(), "/nowhere").await;
    assert_eq!((answer.status, answer.header("x-tweens")), (404, "async"));
}

#[tokio::test]
async fn a_tween_may_answer_itself() {
    let server = serve(|config| config.add_tween(gate {})).await;
    assert_eq!(http::get(server.address(), "/").await.status, 200);
    let answer = http::send(server.address(), "GET", "/secret", "Accept: application/json\r\n", "").await;
    assert_eq!((answer.status, answer.header("content-type")), (403, "application/json"));
    assert!(answer.body.contains("keep out"), "{}", answer.body);
}

#[tokio::test]
async fn a_tween_may_ask_twice() {
    let both: [Configure; 2] =
        [|config| config.add_tween(second_try {}), |config| config.add_tween(second_try_sync {})];
    for configure in both {
        let server = serve(configure).await;
        let answer = http::get(server.address(), "/nowhere").await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "version two"));
    }
}

#[tokio::test]
async fn a_body_that_a_tween_has_read_is_there_for_the_view() {
    let both: [Configure; 2] =
        [|config| config.add_tween(reads_the_body {}), |config| config.add_tween(reads_the_body_sync {})];
    for configure in both {
        let server = serve(configure).await;
        let answer = http::post(server.address(), "/body", "text/plain", "12345").await;
        assert_eq!((answer.body.as_str(), answer.header("x-length")), ("5 bytes", "5"));
        let answer = http::post(server.address(), "/body", "text/plain", &"a".repeat(3_000_000)).await;
        assert_eq!(answer.status, 413);
    }
}

#[tokio::test]
async fn a_tween_that_fails_is_an_error_of_the_server() {
    let server = serve(|config| config.add_tween(fails {})).await;
    assert_eq!(http::get(server.address(), "/").await.status, 500);
}

#[tokio::test]
async fn websockets_open_through_tweens() {
    let server = serve(|config| config.add_tween(marks {}).add_tween(marks_sync {}).add_tween(leaves_a_user {})).await;
    let mut client = server.websocket("/echo").await.unwrap();
    let marks: Vec<_> = client.headers().get_all("x-tweens").iter().collect();
    assert_eq!(marks, ["async", "sync"]);
    client.send("hello").await.unwrap();
    assert_eq!(client.recv().await, Some("hello".into()));
}

#[tokio::test]
async fn a_tween_may_refuse_a_websocket() {
    let server = serve(|config| config.add_tween(gate {})).await;
    let error = server.websocket("/secret/echo").await.unwrap_err();
    assert_eq!(error.response().unwrap().status(), 403);
}
