//! Every way to say by what a view is found, and what stands around it.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use pyramidion::{PredicateWeight, ViewCall, ViewPredicate};

mod resources {
    pub(super) struct Folder;
    pub(super) struct Page<T>(pub(super) T);
    pub(super) const EDITORS: &str = "group:editors";
    pub(super) const NO_PERMISSION_REQUIRED: &str = "__no_permission_required__";
}
use resources::{EDITORS, Folder, Page};

struct Tenant(&'static str);

impl ViewPredicate for Tenant {
    fn text(&self) -> String {
        format!("tenant = {}", self.0)
    }

    fn holds(&self, request: &Request) -> bool {
        request.header("x-tenant") == Some(self.0)
    }

    fn weighs_as(&self) -> PredicateWeight {
        PredicateWeight::Header
    }
}

fn is_long(request: &Request) -> bool {
    request.matchdict().get("id").is_some_and(|id| id.len() > 3)
}

async fn timed(call: ViewCall) -> Response {
    let mut response = call.run().await;
    response.headers_mut().insert("x-timed", HeaderValue::from_static("yes"));
    response
}

async fn refused(call: ViewCall) -> Result<Response, StatusCode> {
    if call.request().headers().contains_key("x-refuse") { Err(StatusCode::IM_A_TEAPOT) } else { Ok(call.run().await) }
}

#[view(
    path = "/items/{id}/{kind}",
    request_method = "GET",
    request_param = ["edit", "mode=raw"],
    header = "X-Flavor:van.*",
    accept = "text/plain",
    xhr,
    match_param = ["id=1234", "kind = big"],
    path_info = r"/items/\d+",
    custom_predicates = [is_long, Tenant("north"), |request: &Request| request.uri().query().is_some()],
    not(request_method = ["POST", "PUT"], header = "X-Old", xhr = false, custom_predicates = Tenant("south")),
    http_cache = (60, public, s_maxage = 600),
    require_csrf = false,
)]
async fn all() -> &'static str {
    "all"
}

#[view(path = "/cached", http_cache = 3600, xhr = false, require_csrf)]
async fn cached() -> &'static str {
    "cached"
}

#[view(path = "/never", http_cache = never)]
async fn never() -> &'static str {
    "never"
}

#[view(path = "/whom", http_cache = (None, private, must_revalidate), permission = resources::NO_PERMISSION_REQUIRED)]
async fn whom() -> &'static str {
    "whom"
}

#[view(path = "/decorated", decorator = [timed, refused])]
async fn decorated() -> &'static str {
    "decorated"
}

#[view(context = Page<u8>, permission = "view", containment = resources::Folder, physical_path = "/docs/intro")]
async fn page() -> &'static str {
    "page"
}

#[view(context = [Folder, Page<u8>], name = "edit", is_authenticated, effective_principals = ["ada", EDITORS])]
fn edit() -> &'static str {
    "edit"
}

#[view(context = _, not(is_authenticated, effective_principals = EDITORS), decorator = timed)]
async fn any() -> &'static str {
    "any"
}

#[view(name = "history", renderer = "json")]
async fn history(_: Request) -> u8 {
    7
}

#[view(route_name = "tree", context = Folder)]
async fn folder() -> &'static str {
    "folder"
}

#[view(path = "/below/{*traverse}", context = Folder)]
async fn below() -> &'static str {
    "below"
}

#[websocket_view(path = "/talk", header = "Origin", permission = "talk", decorator = timed)]
async fn talk(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    ws.send("hello").await
}

#[derive(WebsocketConnectionView)]
#[websocket(context = Folder, name = "live", not(header = "X-Old"))]
struct Live {
    ws: Websocket,
}

impl WebsocketCallbacks for Live {}

#[tokio::test(flavor = "current_thread")]
async fn a_view_answers_what_it_asks_for() {
    let app = TestApp::new(|config| config.add_view(all {}).add_view(cached {}).add_view(never {}));
    let call = app.request(Method::GET, "/items/1234/big?edit&mode=raw").header("x-flavor", "vanilla");
    let call = call.header("x-tenant", "north");
    let answer = call.header("x-requested-with", "XMLHttpRequest").header("accept", "text/*").await;
    assert_eq!(answer.text(), "all");
    assert_eq!(app.get("/cached").await.text(), "cached");
    assert_eq!(app.get("/never").await.text(), "never");
}

#[tokio::test(flavor = "current_thread")]
async fn decorators_and_functions_stay_functions() {
    let request = || Request::new(http_request());
    let answer = timed(ViewCall::new(request(), |_| whom())).await;
    assert_eq!(answer.headers()["x-timed"], "yes");
    assert!(refused(ViewCall::new(request(), |_| decorated())).await.is_ok());
    assert_eq!((page().await, edit(), any().await, history(request()).await), ("page", "edit", "any", 7));
    assert_eq!((folder().await, below().await, Page(7_u8).0), ("folder", "below", 7));
    let _ = (talk {}, std::any::type_name::<Live>());
}

fn http_request() -> pyramidion::axum::extract::Request {
    pyramidion::axum::extract::Request::new(pyramidion::axum::body::Body::empty())
}
