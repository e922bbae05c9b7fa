//! Who may call a view.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyramidion::acl::{AUTHENTICATED, Ace, EVERYONE, NO_PERMISSION_REQUIRED, allow, deny};
use pyramidion::executor::ExecutorError;
use pyramidion::prelude::*;
use pyramidion::security::{Identity, SecurityError, SecurityPolicy};
use pyramidion::testing::{TestApp, TestResponse};

/// Believes what a header says.
struct Gullible {
    asked: &'static AtomicUsize,
}

impl SecurityPolicy for Gullible {
    async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        tokio::task::yield_now().await;
        match request.header("x-user") {
            Some("refused") => Err(SecurityError::new(ExecutorError::Saturated { executor: "policies".into() })),
            Some("broken") => Err(SecurityError::new("no database")),
            Some("panics") => panic!("policy on purpose"),
            user => Ok(user.map(Identity::new)),
        }
    }
}

struct Vault;

#[resource]
impl Vault {
    fn acl(&self) -> [Ace; 3] {
        [deny("eve", "read"), allow(AUTHENTICATED, "read"), allow(EVERYONE, "look")]
    }

    async fn item(&self, name: &str) -> Option<Box_> {
        (name == "box").then_some(Box_)
    }
}

struct Box_;

#[resource]
impl Box_ {
    async fn acl(&self) -> [Ace; 1] {
        [allow("ada", "open")]
    }
}

#[root_factory(mapper = inline)]
fn vault() -> Vault {
    Vault
}

#[view(context = _, permission = "read", renderer = "string")]
async fn read(request: &Request) -> Result<String, SecurityError> {
    let user = request.authenticated_userid().await?;
    Ok(user.map_or_else(|| "nobody".to_owned(), |user| user.to_string()))
}

#[view(context = _, name = "look", permission = "look")]
fn look() -> &'static str {
    "looked"
}

#[view(context = _, name = "open", permission = "open")]
async fn open() -> &'static str {
    "opened"
}

#[view(context = _, name = "public", permission = "NO_PERMISSION_REQUIRED")]
async fn misspelt() -> &'static str {
    "never"
}

#[view(context = _, name = "default")]
async fn by_default() -> &'static str {
    "default"
}

fn views(config: Configurator) -> Configurator {
    let config = config.add_view(read {}).add_view(look {}).add_view(open {}).add_view(misspelt {});
    config.add_view(by_default {}).add_view(routed {}).add_view(free {}).set_root_factory(vault {})
}

#[view(path = "/routed", permission = "read")]
async fn routed() -> &'static str {
    "routed"
}

#[view(path = "/free", permission = NO_PERMISSION_REQUIRED)]
async fn free() -> &'static str {
    "free"
}

fn application() -> TestApp {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    TestApp::new(|config| views(config).set_security_policy(Gullible { asked: &ASKED }))
}

async fn by(app: &TestApp, user: &str, target: &str) -> TestResponse {
    app.request(Method::GET, target).header("x-user", user).await
}

#[tokio::test]
async fn the_lists_of_the_context_and_above_it_decide() {
    let app = application();
    for (user, target, status) in [
        ("ada", "/", 200),
        ("eve", "/", 403),
        ("eve", "/look", 200),
        ("ada", "/box/open", 200),
        ("bob", "/box/open", 403),
        ("ada", "/open", 403),
        ("bob", "/box", 200),
        ("ada", "/public", 403),
        ("ada", "/routed", 200),
        ("eve", "/routed", 403),
    ] {
        assert_eq!(by(&app, user, target).await.status(), status, "{user} {target}");
    }
    assert_eq!(app.get("/").await.status(), 403);
    assert_eq!(app.get("/look").await.status(), 200);
    assert_eq!(by(&app, "ada", "/").await.text(), "ada");
}

#[tokio::test]
async fn without_a_policy_everything_is_open() {
    let app = TestApp::new(views);
    assert_eq!(app.get("/box/open").await.text(), "opened");
}

#[tokio::test]
async fn a_default_permission_is_for_views_that_say_none() {
    let app = TestApp::new(|config| {
        let config = views(config).set_security_policy(Gullible { asked: &IGNORED });
        config.set_default_permission("read").add_view(forbidden {})
    });
    assert_eq!(by(&app, "ada", "/default").await.text(), "default");
    assert_eq!(app.get("/look").await.text(), "looked");
    assert_eq!(app.get("/free").await.text(), "free");
    // The exception view is for everybody.
    let answer = app.get("/default").await;
    assert_eq!((answer.status().as_u16(), answer.text()), (403, "sign in first"));
}

static IGNORED: AtomicUsize = AtomicUsize::new(0);

#[forbidden_view]
async fn forbidden() -> (StatusCode, &'static str) {
    (StatusCode::FORBIDDEN, "sign in first")
}

#[tokio::test]
async fn who_asks_is_found_out_once_and_only_if_somebody_wants_to_know() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let app = TestApp::new(|config| views(config).set_security_policy(Gullible { asked: &ASKED }));
    app.get("/free").await;
    app.get("/default").await;
    assert_eq!(ASKED.load(Ordering::Relaxed), 0);
    by(&app, "ada", "/").await;
    assert_eq!(ASKED.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_policy_that_fails_is_a_500() {
    let app = application();
    assert_eq!(by(&app, "broken", "/").await.status(), 500);
    assert_eq!(by(&app, "panics", "/").await.status(), 500);
    assert_eq!(by(&app, "ada", "/").await.status(), 200);
}

#[view(path = "/who")]
async fn who(request: &Request) -> Result<String, SecurityError> {
    Ok(request.authenticated_userid().await?.map_or_else(|| "nobody".to_owned(), |user| user.to_string()))
}

#[view(path = "/sync-who")]
fn sync_who(request: SyncRequest<'_>) -> Result<String, SecurityError> {
    Ok(request.authenticated_userid()?.map_or_else(|| "nobody".to_owned(), |user| user.to_string()))
}

/// An extractor of the application's own, which asks by a request that it makes itself.
struct User(String);

impl<S: Send + Sync> pyramidion::axum::extract::FromRequestParts<S> for User {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut pyramidion::axum::http::request::Parts, _: &S) -> Result<Self, StatusCode> {
        let request = Request::from_parts(parts.clone(), Bytes::new());
        let user = request.authenticated_userid().await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
        Ok(Self(user.ok_or(StatusCode::UNAUTHORIZED)?.to_string()))
    }
}

#[view(path = "/extracted")]
async fn extracted(User(user): User) -> String {
    user
}

/// Nothing else is on their way: neither tweens nor predicates.
#[tokio::test]
async fn plain_views_know_who_asks() {
    let app = TestApp::new(|config| {
        let config = config.set_security_policy(Gullible { asked: &IGNORED });
        config.add_view(who {}).add_view(sync_who {}).add_view(extracted {})
    });
    for target in ["/who", "/sync-who", "/extracted"] {
        assert_eq!(by(&app, "ada", target).await.text(), "ada", "{target}");
    }
    assert_eq!(app.get("/who").await.text(), "nobody");
    assert_eq!(app.get("/extracted").await.status(), 401);
}

#[view(path = "/mine", is_authenticated = true)]
async fn mine() -> &'static str {
    "mine"
}

#[view(path = "/mine", effective_principals = "ada")]
async fn adas() -> &'static str {
    "ada's"
}

#[view(path = "/mine")]
async fn anybodys() -> &'static str {
    "anybody's"
}

#[tokio::test]
async fn predicates_ask_the_policy() {
    let app = TestApp::new(|config| {
        let config = config.set_security_policy(Gullible { asked: &IGNORED });
        config.add_view(mine {}).add_view(adas {}).add_view(anybodys {})
    });
    assert_eq!(by(&app, "ada", "/mine").await.text(), "ada's");
    assert_eq!(by(&app, "bob", "/mine").await.text(), "mine");
    assert_eq!(app.get("/mine").await.text(), "anybody's");
    assert_eq!(by(&app, "broken", "/mine").await.status(), 500);
}

/// Pyramid: to be refused is not to be no match.
#[tokio::test]
async fn a_refusal_does_not_fall_through() {
    let app = TestApp::new(|config| {
        let config = config.set_security_policy(Gullible { asked: &IGNORED }).set_root_factory(vault {});
        config.add_view(guarded {}).add_view(open_to_all {})
    });
    assert_eq!(app.get("/two?x=1").await.status(), 403);
    assert_eq!(app.get("/two").await.text(), "open");
}

#[view(path = "/two", request_param = "x", permission = "read")]
async fn guarded() -> &'static str {
    "guarded"
}

#[view(path = "/two")]
async fn open_to_all() -> &'static str {
    "open"
}

#[view(route_name = "members")]
async fn members() -> &'static str {
    "members"
}

#[tokio::test]
async fn a_policy_that_an_executor_refuses_is_to_be_tried_again() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let app = TestApp::new(|config| {
        let config = config.set_security_policy(Gullible { asked: &ASKED }).set_root_factory(vault {});
        let config = config.add_route_with("members", "/members", |route| route.is_authenticated(true));
        config.add_view(members {}).add_view(read {})
    });
    for target in ["/members", "/"] {
        let ask = async |user| app.request(Method::GET, target).header("x-user", user).await;
        assert_eq!(ask("ada").await.status(), StatusCode::OK, "{target}");
        assert_eq!(ask("broken").await.status(), StatusCode::INTERNAL_SERVER_ERROR, "{target}");
        let refused = ask("refused").await;
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE, "{target}");
        assert_eq!(refused.headers()["retry-after"], "1", "{target}");
    }
}
