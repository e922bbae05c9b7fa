//! Extractors of the user's own, under other names, on both kinds of route.

use pyramidion::ViewState;
use pyramidion::axum::extract::{FromRequest, FromRequestParts, Request as AxumRequest};
use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

type Numbers = Query<Page>;
type Number = u32;
type Payload = Json<u32>;
use pyramidion::Request as PyramidRequest;

#[derive(serde::Deserialize)]
struct Page {
    number: u32,
}

struct Agent(String);

impl<S: Sync> FromRequestParts<S> for Agent {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut pyramidion::axum::http::request::Parts, _: &S) -> Result<Self, StatusCode> {
        let agent = parts.headers.get(header::USER_AGENT).ok_or(StatusCode::BAD_REQUEST)?;
        Ok(Self(agent.to_str().map_err(|_| StatusCode::BAD_REQUEST)?.to_owned()))
    }
}

struct Signed(u32);

impl FromRequest<ViewState> for Signed {
    type Rejection = Response;

    async fn from_request(request: AxumRequest, state: &ViewState) -> Result<Self, Response> {
        let Json(number) = Json::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Ok(Self(number))
    }
}

#[view(path = "/{id}/path")]
async fn on_a_path(id: Number, Query(page): Numbers, agent: Agent, signed: Signed) -> String {
    (id + page.number + signed.0).to_string() + &agent.0
}

#[view(route_name = "named")]
fn on_a_name(id: Number, Query(page): Numbers, agent: Agent, signed: Signed) -> String {
    (id + page.number + signed.0).to_string() + &agent.0
}

#[view(route_name = "aliased")]
async fn aliased(id: Number, Json(number): Payload) -> String {
    (id + number).to_string()
}

#[view(route_name = "last")]
async fn last_is_a_parameter(agent: Agent, id: Number) -> String {
    id.to_string() + &agent.0
}

#[view(path = "/{id}/request")]
async fn request_first(request: Request, id: Number, agent: Agent) -> String {
    format!("{id} {} {}", agent.0, request.method())
}

#[view(route_name = "request")]
async fn request_first_on_a_name(request: &Request, id: Number, agent: Agent) -> String {
    format!("{id} {} {}", agent.0, request.method())
}

#[view(path = "/{id}/renamed")]
async fn renamed(id: Number, request: PyramidRequest) -> String {
    format!("{id} {}", request.method())
}

fn app() -> TestApp {
    TestApp::new(|config| {
        let config = config.add_route("named", "/{id}/named").add_route("aliased", "/{id}/aliased");
        let config = config.add_route("last", "/{id}/last").add_route("request", "/{id}/named/request");
        let config = config.add_view(on_a_path {}).add_view(on_a_name {}).add_view(aliased {}).add_view(renamed {});
        config.add_view(last_is_a_parameter {}).add_view(request_first {}).add_view(request_first_on_a_name {})
    })
}

async fn post(target: &str) -> String {
    let app = app();
    let call = app.post(target).header("user-agent", "me").header("content-type", "application/json").body("7").await;
    call.text().to_owned()
}

#[tokio::test]
async fn all_are_taken() {
    assert_eq!(post("/1/path?number=2").await, "10me");
    assert_eq!(post("/1/named?number=2").await, "10me");
    assert_eq!(post("/1/aliased").await, "8");
    assert_eq!(post("/1/last").await, "1me");
    assert_eq!(post("/1/request").await, "1 me POST");
    assert_eq!(post("/1/named/request").await, "1 me POST");
    assert_eq!(post("/1/renamed").await, "1 POST");
}
