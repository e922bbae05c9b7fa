//! Requests that may be forged.

use pyramidion::prelude::*;
use pyramidion::security::SecurityError;
use pyramidion::security::csrf::{BadCsrfOrigin, BadCsrfToken, CheckOrigin, CsrfOptions};
use pyramidion::testing::{DummySecurityPolicy, TestApp};

use crate::cookies;

#[view(path = "/form", request_method = "GET")]
async fn form(request: &Request) -> Result<String, SecurityError> {
    Ok(format!("{} {}", request.csrf_token().await?, request.csrf_token().await?))
}

#[view(path = "/form", request_method = "POST")]
async fn post(body: Bytes) -> String {
    format!("posted {}", String::from_utf8_lossy(&body))
}

#[view(path = "/sync", request_method = ["GET", "PUT"])]
fn blocking(request: SyncRequest<'_>) -> Result<String, SecurityError> {
    request.csrf_token()
}

#[view(path = "/login")]
async fn login(request: &Request) -> Result<String, SecurityError> {
    request.csrf_token().await?;
    request.new_csrf_token().await?;
    request.new_csrf_token().await
}

#[view(path = "/strict", require_csrf)]
async fn strict() -> &'static str {
    "strict"
}

#[view(path = "/open", require_csrf = false)]
async fn open() -> &'static str {
    "open"
}

#[exception_view(context = BadCsrfToken)]
async fn bad_token() -> &'static str {
    "bad token"
}

#[exception_view(context = BadCsrfOrigin)]
async fn bad_origin(error: Exception<BadCsrfOrigin>) -> String {
    error.to_string()
}

#[exception_view(context = HttpBadRequest)]
async fn bad_request() -> &'static str {
    "bad request"
}

fn app(more: impl FnOnce(Configurator) -> Configurator) -> TestApp {
    TestApp::new(|config| {
        let config = config.set_default_csrf_options(CsrfOptions::new());
        more(config.add_view(form {}).add_view(post {}).add_view(blocking {}).add_view(login {}).add_view(open {}))
    })
}

#[tokio::test]
async fn a_form_shows_the_token_of_its_page() {
    let app = app(|config| config);
    let page = app.get("/form").await;
    let [token] = cookies(&page, "csrf_token")[..] else { panic!("{:?}", page.headers()) };
    assert_eq!(page.text(), format!("{token} {token}"));
    let line = page.header("set-cookie").unwrap();
    assert!(line.ends_with("; Path=/; SameSite=Lax"), "{line}");

    let again = app.request(Method::GET, "/form").cookie("csrf_token", token).await;
    assert_eq!((again.text(), cookies(&again, "csrf_token").len()), (page.text(), 0), "the browser keeps it");

    let posted = app.post("/form").cookie("csrf_token", token).form(&[("csrf_token", token), ("a", "1")]).await;
    assert_eq!(posted.text(), format!("posted csrf%5Ftoken={token}&a=1"), "the view still gets the body");
    let posted = app.post("/form").cookie("csrf_token", token).header("x-csrf-token", token).body("{}").await;
    assert_eq!(posted.text(), "posted {}");
}

#[tokio::test]
async fn without_the_token_it_is_a_400_that_brings_one() {
    let app = app(|config| config);
    let answer = app.post("/form").form(&[("csrf_token", "guess")]).await;
    assert_eq!(answer.status(), 400);
    let [token] = cookies(&answer, "csrf_token")[..] else { panic!("{:?}", answer.headers()) };
    assert!(!answer.text().contains(token), "{}", answer.text());

    let answer = app.post("/form").header("accept", "application/json").await;
    assert_eq!(answer.json::<std::collections::HashMap<String, String>>()["code"], "400 Bad Request");
    for query in ["/form?csrf_token=x", "/form?x-csrf-token=x"] {
        assert_eq!(app.post(query).cookie("csrf_token", "x").await.status(), 400);
    }
}

#[tokio::test]
async fn a_plain_function_asks_for_the_token_too() {
    let app = app(|config| config);
    let page = app.get("/sync").await;
    assert_eq!(cookies(&page, "csrf_token"), [page.text()]);
    let put = || app.request(Method::PUT, "/sync").cookie("csrf_token", "x");
    assert_eq!(put().await.status(), 400);
    assert_eq!(put().header("x-csrf-token", "x").await.text(), "x");
}

#[tokio::test]
async fn the_last_new_token_is_the_one_that_is_kept() {
    let app = app(|config| config);
    let answer = app.request(Method::GET, "/login").cookie("csrf_token", "old").await;
    assert_eq!(cookies(&answer, "csrf_token"), [answer.text()]);
    assert_ne!(answer.text(), "old");
}

#[tokio::test]
async fn a_view_goes_before_the_default() {
    let app = app(|config| config);
    assert_eq!(app.post("/open").await.text(), "open");
    let by_itself = TestApp::new(|config| config.add_view(strict {}).add_view(post {}));
    assert_eq!(by_itself.post("/strict").await.status(), 400);
    assert_eq!(by_itself.get("/strict").await.text(), "strict");
    assert_eq!(by_itself.post("/form").await.text(), "posted ");
    let shown = by_itself.post("/strict").cookie("csrf_token", "x").header("x-csrf-token", "x").await;
    assert_eq!(shown.text(), "strict");
}

#[tokio::test]
async fn a_secure_request_must_come_from_its_own_site() {
    let app = app(|config| config.add_setting("csrf_trusted_origins", "partner.org\n.friends.org"));
    for (origin, status) in [
        ("https://example.com", 200),
        ("https://partner.org", 200),
        ("https://a.friends.org", 200),
        ("https://evil.org", 400),
        ("null", 400),
    ] {
        let request = app.post("https://example.com/form").header("origin", origin);
        let answer = request.cookie("csrf_token", "x").header("x-csrf-token", "x").await;
        assert_eq!(answer.status(), status, "{origin}: {}", answer.text());
    }
}

#[tokio::test]
async fn an_exception_view_catches_what_fails() {
    let options = CsrfOptions::new().check_origin(CheckOrigin::Always);
    let app = app(|config| {
        config.set_default_csrf_options(options).add_view(bad_request {}).add_view(bad_token {}).add_view(bad_origin {})
    });
    let post = || app.post("/form").header("host", "example.com");
    assert_eq!(post().header("origin", "https://example.com").await.text(), "bad token");
    assert_eq!(post().header("origin", "https://evil.org").await.text(), "400 Bad Request: Its origin is not trusted.");
    assert_eq!(post().await.text(), "400 Bad Request: It has neither Origin nor Referer.");
}

#[tokio::test]
async fn it_is_a_bad_request_to_an_exception_view() {
    let by_status = app(|config| config.add_view(bad_request {}));
    assert_eq!(by_status.post("/form").await.text(), "bad request", "and needs no token itself");
    let of_other_origin = app(|config| config.add_view(bad_origin {})).post("/form").await;
    assert_eq!((of_other_origin.status().as_u16(), of_other_origin.content_type()), (400, Some("text/plain")));
}

#[tokio::test]
async fn permission_is_asked_first() {
    let app = app(|config| {
        config.set_security_policy(DummySecurityPolicy::new().permissive(false)).set_default_permission("post")
    });
    assert_eq!(app.post("/form").await.status(), 403);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_as_ever() {
    let app = app(|config| config);
    let form = app.post("/form").cookie("csrf_token", "x").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(form.body(vec![b'a'; 3 << 20]).await.status(), 413);
}
