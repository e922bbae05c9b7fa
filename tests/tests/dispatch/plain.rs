//! A route where the method alone decides is answered without the dispatcher, and nobody can tell.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyramidion::events::BeforeTraversal;
use pyramidion::prelude::*;
use pyramidion::testing::{TestApp, TestResponse};

use crate::tree::Folder;

#[derive(Debug)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken")
    }
}

impl std::error::Error for Broken {}

#[view(path = "/plain")]
async fn plain() -> &'static str {
    "plain"
}

#[view(path = "/broken/{part}")]
async fn broken(part: String) -> Result<String, Broken> {
    if part == "none" { Ok(part) } else { Err(Broken) }
}

#[view(path = "/gone")]
async fn gone() -> HttpGone {
    HttpGone::new()
}

#[view(path = "/elsewhere")]
async fn elsewhere() -> Result<&'static str, HttpFound> {
    Err(HttpFound::new("/plain"))
}

#[view(path = "/number/{value}", request_method = "GET")]
async fn number(value: u8) -> String {
    value.to_string()
}

#[view(path = "/body", request_method = "POST")]
async fn body(Json(numbers): Json<Vec<u8>>) -> String {
    numbers.len().to_string()
}

#[view(path = "/panics", mapper = inline)]
fn panics() -> &'static str {
    panic!("on purpose")
}

#[view(path = "/called-back/{by}")]
async fn called_back(request: &Request) -> Result<String, Broken> {
    request.add_response_callback(|response| {
        response.headers_mut().insert("x-called", HeaderValue::from_static("back"));
    });
    request.matchdict().get("by").filter(|by| *by != "nobody").map(str::to_owned).ok_or(Broken)
}

#[exception_view(context = _)]
async fn anything(request: &Request) -> (StatusCode, String) {
    let error = request.exception().map(ToString::to_string).unwrap_or_default();
    let route = request.matched_route().unwrap_or("no name");
    let matchdict: Vec<_> = request.matchdict().iter().collect();
    (StatusCode::BAD_GATEWAY, format!("{error} on {route}, {matchdict:?}, {:?}", request.current_route().path().ok()))
}

#[exception_view]
async fn only_broken(error: Exception<Broken>) -> String {
    format!("sorry, {}", *error)
}

#[view(route_name = "named")]
async fn named(word: String) -> Result<String, HttpForbidden> {
    Err(HttpForbidden::new().detail(word))
}

fn views(config: Configurator) -> Configurator {
    let config = config.add_setting("debug_notfound", "false").add_route("named", "/named/{word}").add_view(named {});
    let config = config.add_view(plain {}).add_view(broken {}).add_view(gone {}).add_view(elsewhere {});
    config.add_view(number {}).add_view(body {}).add_view(panics {}).add_view(called_back {})
}

fn told(response: &TestResponse) -> (u16, Vec<(String, String)>, String) {
    let headers = response.headers().iter();
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    (response.status().as_u16(), headers, response.text().to_owned())
}

const TARGETS: &[&str] = &[
    "/plain",
    "/broken/a%20b",
    "/broken/none",
    "/broken/%FF",
    "/gone",
    "/elsewhere",
    "/number/7",
    "/number/seven",
    "/body",
    "/panics",
    "/called-back/x",
    "/called-back/nobody",
    "/named/word",
    "/nowhere",
    "/%70lain",
];

/// A subscriber of routing has every route dispatched.
async fn assert_same_without_the_dispatcher(application: impl Fn(Configurator) -> Configurator) {
    let straight = TestApp::new(|config| application(views(config)));
    let dispatched = TestApp::new(|config| application(views(config)).add_subscriber(|_: &mut BeforeTraversal<'_>| {}));
    for method in [Method::GET, Method::HEAD, Method::POST] {
        for target in TARGETS {
            for accept in ["text/html", "application/json", "*/*"] {
                let ask =
                    async |app: &TestApp| told(&app.request(method.clone(), target).header("accept", accept).await);
                assert_eq!(ask(&straight).await, ask(&dispatched).await, "{method} {target}");
            }
        }
    }
}

#[tokio::test]
async fn exception_views_answer_alike() {
    assert_same_without_the_dispatcher(|config| config.add_view(anything {})).await;
    assert_same_without_the_dispatcher(|config| config.add_view(only_broken {})).await;
    assert_same_without_the_dispatcher(|config| config.add_view(anything {}).add_view(only_broken {})).await;
}

#[tokio::test]
async fn they_are_told_what_is_known_of_the_route() {
    let app = TestApp::new(|config| views(config).add_view(anything {}));
    for (method, target, text) in [
        (Method::GET, "/broken/a%20b", r#"broken on no name, [("part", "a b")], Some("/broken/a%20b")"#),
        (
            Method::PUT,
            "/number/7",
            r#"404 Not Found: There is nothing at this address. on no name, [("value", "7")], Some("/number/7")"#,
        ),
        (Method::GET, "/nowhere", r#"404 Not Found: There is nothing at this address. on no name, [], None"#),
    ] {
        let response = app.request(method, target).await;
        assert_eq!((response.status(), response.text()), (StatusCode::BAD_GATEWAY, text), "{target}");
    }
    let named = app.get("/named/x").await;
    assert!(named.text().ends_with(r#"on named, [("word", "x")], Some("/named/x")"#), "{}", named.text());
}

static ROOTS: AtomicUsize = AtomicUsize::new(0);
/// The tests share the count, so they go one after the other.
static ONE_BY_ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

#[root_factory]
async fn counted() -> Folder {
    ROOTS.fetch_add(1, Ordering::Relaxed);
    Folder { depth: 0 }
}

type Rooted = Result<Folder, HttpForbidden>;

#[root_factory(mapper = inline)]
fn guarded(request: &Request) -> Rooted {
    ROOTS.fetch_add(1, Ordering::Relaxed);
    if request.query().is_ok_and(|query| query.contains_key("key")) {
        Ok(Folder { depth: 0 })
    } else {
        Err(HttpForbidden::new())
    }
}

#[view(path = "/context")]
async fn context(request: &Request) -> String {
    request.context().map(|context| context.is::<Folder>().to_string()).unwrap_or_default()
}

#[view(path = "/of/{traverse}")]
async fn traversed() -> &'static str {
    "traversed"
}

async fn roots_for(app: &TestApp, target: &str, text: &str) -> usize {
    let before = ROOTS.load(Ordering::Relaxed);
    assert_eq!(app.get(target).await.text(), text, "{target}");
    ROOTS.load(Ordering::Relaxed) - before
}

fn with_root(config: Configurator) -> Configurator {
    config.set_root_factory(counted {}).add_view(context {}).add_view(traversed {})
}

#[tokio::test]
async fn a_root_is_made_where_somebody_can_see_it() {
    let _alone = ONE_BY_ONE.lock().await;
    let app = TestApp::new(|config| with_root(views(config)));
    for (target, text, roots) in
        [("/plain", "plain", 0), ("/number/7", "7", 0), ("/context", "true", 1), ("/of/docs", "traversed", 1)]
    {
        assert_eq!(roots_for(&app, target, text).await, roots, "{target}");
    }
    // This one may look at the context of the request that has failed, and that one cannot.
    let app = TestApp::new(|config| with_root(views(config)).add_view(anything {}));
    assert_eq!(roots_for(&app, "/plain", "plain").await, 1);
    let app = TestApp::new(|config| with_root(views(config)).add_view(only_broken {}));
    assert_eq!(roots_for(&app, "/plain", "plain").await, 0);
    assert_eq!(roots_for(&app, "/broken/x", "sorry, broken").await, 0);
}

#[tokio::test]
async fn a_root_factory_that_may_refuse_is_always_asked() {
    let _alone = ONE_BY_ONE.lock().await;
    let app = TestApp::new(|config| views(config).set_root_factory(guarded {}));
    assert_eq!(roots_for(&app, "/plain?key", "plain").await, 1);
    assert!(app.get("/plain").await.status().is_server_error());
}

#[tokio::test]
async fn roots_make_no_difference_to_answers() {
    let _alone = ONE_BY_ONE.lock().await;
    assert_same_without_the_dispatcher(with_root).await;
    assert_same_without_the_dispatcher(|config| with_root(config).add_view(only_broken {})).await;
}
