//! Arguments that are extractors: axum's, pyramidion's, and an application's own.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};

use pyramidion::ViewState;
use pyramidion::axum::extract::{ConnectInfo, FromRef, FromRequestParts, MatchedPath, OriginalUri, RawQuery};
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::http;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
struct Search {
    text: String,
    page: Option<u32>,
}

/// Parameters, parts, state and a body, in one signature.
#[view(path = "/shelves/{shelf}/books", request_method = "POST", renderer = "json")]
async fn add_book(
    shelf: u32,
    Query(search): Query<HashMap<String, String>>,
    headers: HeaderMap,
    counter: State<Counter>,
    Json(book): Json<Search>,
) -> (u32, HashMap<String, String>, String, u32, Search) {
    let agent = headers[header::USER_AGENT].to_str().unwrap_or_default().to_owned();
    (shelf, search, agent, counter.count(), book)
}

/// The same, on a thread: everything is there before the view starts.
#[view(path = "/blocking/{shelf}", request_method = "POST")]
fn add_book_blocking(shelf: u32, counter: State<Counter>, body: Bytes) -> String {
    format!("{shelf} {} {}", counter.count(), body.len())
}

#[view(path = "/about/{*rest}")]
async fn about(
    method: Method,
    uri: Uri,
    RawQuery(query): RawQuery,
    path: MatchedPath,
    OriginalUri(original): OriginalUri,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(rest): Path<String>,
) -> String {
    format!("{method} {uri} {query:?} {} {original} {} {rest}", path.as_str(), peer.ip())
}

#[view(path = "/form", request_method = "POST")]
async fn form(Form(search): Form<Search>) -> String {
    format!("{} on {:?}", search.text, search.page)
}

#[view(path = "/params")]
async fn params(Params(search): Params<Search>) -> String {
    format!("{} on {:?}", search.text, search.page)
}

#[view(path = "/optional")]
async fn optional(query: Result<Query<Search>, pyramidion::axum::extract::rejection::QueryRejection>) -> String {
    query.map_or_else(|_| "no search".to_owned(), |search| search.text.clone())
}

#[view(path = "/axum", request_method = "POST")]
async fn axums_request(request: pyramidion::axum::extract::Request) -> String {
    request.uri().path().to_owned()
}

#[view(path = "/agent")]
async fn agent(Agent(agent): Agent, count: SeenBefore) -> String {
    format!("{agent} {}", count.0)
}

#[derive(Default)]
struct Counter(AtomicU32);

impl Counter {
    fn count(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// An application's own extractor, for any state.
struct Agent(String);

impl<S: Send + Sync> FromRequestParts<S> for Agent {
    type Rejection = HttpBadRequest;

    async fn from_request_parts(parts: &mut http_types::Parts, _: &S) -> Result<Self, HttpBadRequest> {
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        agent.map(|agent| Self(agent.to_owned())).ok_or_else(|| HttpBadRequest::new().detail("who are you?"))
    }
}

/// One that wants a state of its own type.
struct SeenBefore(u32);

struct CounterOfApplication(State<Counter>);

impl FromRef<ViewState> for CounterOfApplication {
    fn from_ref(state: &ViewState) -> Self {
        Self(State(state.registry().get().unwrap()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SeenBefore
where
    CounterOfApplication: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut http_types::Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(CounterOfApplication::from_ref(state).0.count()))
    }
}

mod http_types {
    pub(super) use pyramidion::axum::http::request::Parts;
}

async fn serve() -> TestServer {
    let configure = |config: Configurator| {
        let config = config.add_state(Counter::default()).add_view(add_book {}).add_view(add_book_blocking {});
        let config = config.add_view(about {}).add_view(form {}).add_view(params {}).add_view(optional {});
        config.add_view(axums_request {}).add_view(agent {})
    };
    TestServer::start(configure).await
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn all_kinds_of_arguments_stand_side_by_side() {
    let server = serve().await;
    let headers = "User-Agent: test\r\nContent-Type: application/json\r\n";
    let answer =
        http::send(server.address(), "POST", "/shelves/7/books?a=b", headers, r#"{"text":"x","page":2}"#).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, r#"[7,{"a":"b"},"test",0,{"text":"x","page":2}]"#));
    let answer = http::post(server.address(), "/blocking/8", "text/plain", "12345").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "8 1 5"));
}

#[tokio::test]
async fn axums_extractors_work_as_they_are() {
    let server = serve().await;
    let answer = http::get(server.address(), "/about/a/b?c=d").await;
    let expected = r#"GET /about/a/b?c=d Some("c=d") /about/{*rest} /about/a/b?c=d 127.0.0.1 a/b"#;
    assert_eq!((answer.status, answer.body.as_str()), (200, expected));
    let answer = http::post(server.address(), "/form", FORM, "text=ada&page=3").await;
    assert_eq!(answer.body, "ada on Some(3)");
    let answer = http::post(server.address(), "/axum", "text/plain", "whatever").await;
    assert_eq!(answer.body, "/axum");
    assert_eq!(http::get(server.address(), "/optional").await.body, "no search");
    assert_eq!(http::get(server.address(), "/optional?text=ada").await.body, "ada");
}

#[tokio::test]
async fn an_extractors_rejection_is_the_answer() {
    let server = serve().await;
    let address = server.address();
    assert_eq!(http::post(address, "/form", "text/plain", "text=ada").await.status, 415);
    assert_eq!(http::post(address, "/shelves/7/books", "application/json", "{").await.status, 400);
    assert_eq!(http::get(address, "/params").await.status, 400);
    let answer = http::get(address, "/agent").await;
    assert_eq!(answer.status, 400);
    assert!(answer.body.ends_with("who are you?\n"), "{}", answer.body);
}

#[tokio::test]
async fn params_are_the_querys_then_the_forms() {
    let server = serve().await;
    assert_eq!(http::get(server.address(), "/params?text=a&text=b&page=").await.body, "b on None");
    let answer = http::post(server.address(), "/params?text=query", FORM, "text=form&page=4").await;
    assert_eq!(answer.body, "query on Some(4)");
}

#[tokio::test]
async fn an_application_has_extractors_of_its_own() {
    let server = serve().await;
    for count in 0..3 {
        let answer = http::send(server.address(), "GET", "/agent", "User-Agent: test\r\n", "").await;
        assert_eq!(answer.body, format!("test {count}"));
    }
}
