//! Sessions in signed cookies, through whole applications.

use std::time::{Duration, SystemTime};

use pyramidion::prelude::*;
use pyramidion::security::csrf::{CsrfOptions, SessionCsrfStoragePolicy};
use pyramidion::security::session::SignedCookieSessionFactory;
use pyramidion::security::{SecurityError, SessionCookie, SessionError, SessionPolicy};
use pyramidion::testing::{DummySession, TestApp, TestResponse, TestServer};
use pyramidion_tests::{http, log};

use crate::cookies;

#[view(path = "/async")]
async fn count(request: &Request) -> Result<String, SessionError> {
    let session = request.session().await?;
    let count = session.get::<u32>("count")?.unwrap_or_default() + 1;
    session.insert("count", &count)?;
    Ok(count.to_string())
}

#[view(path = "/sync")]
fn count_in_executor(request: SyncRequest<'_>) -> Result<String, SessionError> {
    let session = request.session()?;
    let count = session.get::<u32>("count")?.unwrap_or_default() + 1;
    session.insert("count", &count)?;
    Ok(count.to_string())
}

#[view(path = "/read")]
async fn read(request: &Request) -> Result<String, SessionError> {
    Ok(request.session().await?.get::<u32>("count")?.unwrap_or_default().to_string())
}

#[view(path = "/looked-up", request_param = "really")]
async fn looked_up(request: &Request) -> Result<String, SessionError> {
    let count = request.session().await?.get::<u32>("count")?.unwrap_or_default();
    request.session().await?.insert("count", &(count + 1))?;
    Ok((count + 1).to_string())
}

#[view(path = "/unasked")]
async fn unasked(_: &Request) -> &'static str {
    "unasked"
}

#[view(path = "/long")]
async fn long(request: &Request) -> Result<&'static str, SessionError> {
    request.session().await?.insert("text", &"x".repeat(3000))?;
    Ok("kept")
}

#[view(path = "/fails")]
async fn fails(request: &Request) -> Result<String, SecurityError> {
    request.session().await?.insert("a", &1)?;
    Err(SecurityError::new("on purpose"))
}

#[view(path = "/gone")]
async fn gone(request: &Request) -> Result<String, HttpGone> {
    request.session().await.and_then(|session| session.insert("a", &1)).map_err(|_| HttpGone::new())?;
    Err(HttpGone::new())
}

#[exception_view(context = SecurityError)]
async fn failed() -> &'static str {
    "sorry"
}

#[tween]
fn stamp(request: SyncRequest<'_>, next: SyncNext) -> Response {
    let session = request.session().unwrap();
    session.insert("stamped", &true).unwrap();
    let later = session.clone();
    request.add_response_callback(move |_| later.insert("called_back", &true).unwrap());
    let mut response = next.call(request);
    let count = session.get_value("count").map_or_else(|| "-".to_owned(), |count| count.to_string());
    response.headers_mut().insert("x-count", HeaderValue::from_str(&count).unwrap());
    response
}

fn factory() -> SignedCookieSessionFactory {
    SignedCookieSessionFactory::new("secret")
}

fn app_with(factory: SignedCookieSessionFactory, more: impl FnOnce(Configurator) -> Configurator) -> TestApp {
    TestApp::new(|config| {
        let config = config.set_session_factory(factory).add_view(count {}).add_view(count_in_executor {});
        let config = config.add_view(read {}).add_view(looked_up {}).add_view(unasked {}).add_view(long {});
        more(config.add_view(fails {}).add_view(gone {}))
    })
}

/// A cookie that was written so many seconds ago.
fn written(count: u32, seconds: u64) -> String {
    let values = serde_json::json!({ "count": count });
    let then = SystemTime::now() - Duration::from_secs(seconds);
    SessionCookie::new("secret").seal(&values, 0.0, then).unwrap()
}

fn opened(response: &TestResponse) -> serde_json::Value {
    let [cookie] = cookies(response, "session")[..] else { panic!("{:?}", response.headers()) };
    SessionCookie::new("secret").open(Some(cookie), SystemTime::now()).values.into()
}

async fn get(app: &TestApp, target: &str, cookie: &str) -> TestResponse {
    app.request(Method::GET, target).cookie("session", cookie).await
}

#[tokio::test]
async fn a_browser_carries_its_session_from_view_to_view() {
    let server = TestServer::start(|config| {
        let config = config.set_session_factory(factory()).add_view(looked_up {}).add_view(read {});
        config.add_view(count {}).add_view(count_in_executor {})
    })
    .await;
    let address = server.address();
    let mut cookie = String::new();
    for (target, body) in [("/async", "1"), ("/sync", "2"), ("/looked-up?really", "3"), ("/async", "4")] {
        let answer = http::send(address, "GET", target, &format!("Cookie: {cookie}\r\n"), "").await;
        assert_eq!((answer.status, &*answer.body), (200, body), "{target}");
        let line = answer.header("set-cookie");
        assert!(line.starts_with("session=") && line.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{line}");
        cookie = line.split(';').next().unwrap_or_default().to_owned();
    }
    let answer = http::send(address, "GET", "/read", "Cookie: session=forged\r\n", "").await;
    assert_eq!(answer.body, "0");
}

#[tokio::test]
async fn the_cookie_is_set_when_it_is_due_and_only_if_the_session_is_asked_for() {
    let app = app_with(factory(), |config| config);
    assert!(cookies(&get(&app, "/unasked", &written(1, 10)).await, "session").is_empty());
    assert_eq!(opened(&get(&app, "/read", &written(1, 10)).await)["count"], 1);
    assert!(cookies(&app.get("/read").await, "session").is_empty(), "a new session that nobody changes is none");
    for lazy in [factory().reissue_time(None), factory().reissue_time(Duration::from_secs(60))] {
        let app = app_with(lazy, |config| config);
        assert!(cookies(&get(&app, "/read", &written(1, 10)).await, "session").is_empty());
        assert_eq!(opened(&get(&app, "/async", &written(1, 10)).await)["count"], 2);
    }
    assert_eq!(get(&app, "/read", &written(1, 1300)).await.text(), "0", "it has timed out");
}

#[tokio::test]
async fn over_https_the_cookie_is_secure() {
    let app = app_with(factory(), |config| config);
    let line = app.get("https://example.com/async").await.header("set-cookie").unwrap().to_owned();
    assert!(line.ends_with("; Path=/; secure; HttpOnly; SameSite=Lax"), "{line}");
}

#[tokio::test]
async fn tweens_views_and_callbacks_have_the_same_session() {
    let app = app_with(factory(), |config| config.add_tween(stamp {}));
    for target in ["/async", "/sync"] {
        let answer = get(&app, target, &written(4, 0)).await;
        assert_eq!((answer.text(), answer.header("x-count")), ("5", Some("5")));
        assert_eq!(opened(&answer), serde_json::json!({"called_back": true, "count": 5, "stamped": true}));
    }
}

#[tokio::test]
async fn a_session_that_is_too_long_is_a_500() {
    log::capture();
    let app = app_with(factory(), |config| config);
    let answer = app.get("/long").await;
    assert_eq!(answer.status(), 500);
    assert!(cookies(&answer, "session").is_empty() && !answer.text().contains("cookie"), "{}", answer.text());
    let told = log::lines_with("the session makes a cookie of");
    assert!(told[0].contains("browsers take 4064"), "{told:?}");
}

#[tokio::test]
async fn an_error_sets_no_cookie_if_it_is_not_to() {
    let with_view = |config: Configurator| config.add_view(failed {});
    for (factory, kept) in [(factory(), 1), (factory().set_on_exception(false), 0)] {
        let (plain, with_view) = (app_with(factory.clone(), |config| config), app_with(factory, with_view));
        for (app, target, status) in
            [(&plain, "/fails", 500), (&plain, "/gone", 410), (&with_view, "/fails", 200), (&with_view, "/gone", 410)]
        {
            let answer = app.get(target).await;
            assert_eq!((answer.status().as_u16(), cookies(&answer, "session").len()), (status, kept), "{target}");
        }
        assert_eq!(cookies(&with_view.get("/async").await, "session").len(), 1);
    }
}

#[tokio::test]
async fn without_a_factory_it_is_a_500_that_says_what_to_do() {
    log::capture();
    let app = TestApp::new(|config| config.add_view(count {}));
    assert_eq!(app.get("/async").await.status(), 500);
    assert!(log::text().contains("`security::sessions::count` failed"), "{}", log::text());
    assert!(log::text().contains("the application has no session factory"), "{}", log::text());
}

#[test]
fn what_needs_sessions_is_refused_without() {
    let config = Configurator::new().set_security_policy(SessionPolicy::new());
    let error = config.set_csrf_storage_policy(SessionCsrfStoragePolicy::new()).try_make_router().unwrap_err();
    let told = error.to_string();
    assert_eq!(error.count(), 2, "{told}");
    for what in ["the security policy", "the storage policy of tokens against forged requests"] {
        assert!(told.contains(&format!("{what} needs sessions, which the application does not have")), "{told}");
    }
    assert!(told.contains("help: set a factory with `config.set_session_factory("), "{told}");
}

#[view(path = "/login/{name}")]
async fn login(request: &Request, name: String) -> Result<HeaderMap, SecurityError> {
    request.remember(name).await
}

#[view(path = "/logout")]
fn logout(request: SyncRequest<'_>) -> Result<HeaderMap, SecurityError> {
    request.forget()
}

#[view(path = "/whoami")]
async fn whoami(request: &Request) -> Result<String, SecurityError> {
    Ok(request.authenticated_userid().await?.map_or("-".to_owned(), |userid| userid.to_string()))
}

#[tokio::test]
async fn a_user_is_in_the_session_from_login_to_logout() {
    let app = app_with(factory(), |config| {
        let config = config.set_security_policy(SessionPolicy::new());
        config.add_view(login {}).add_view(logout {}).add_view(whoami {})
    });
    let login = app.get("/login/ada").await;
    assert_eq!(opened(&login)["auth.userid"], "ada");
    let cookie = cookies(&login, "session")[0];
    assert_eq!(get(&app, "/whoami", cookie).await.text(), "ada");
    let logout = get(&app, "/logout", cookie).await;
    assert_eq!(opened(&logout), serde_json::json!({}));
    assert_eq!(get(&app, "/whoami", cookies(&logout, "session")[0]).await.text(), "-");
}

#[view(path = "/form", request_method = "GET")]
async fn form(request: &Request) -> Result<String, SecurityError> {
    request.csrf_token().await
}

#[view(path = "/form", request_method = "POST")]
async fn posted() -> &'static str {
    "posted"
}

#[tokio::test]
async fn with_sessions_the_token_against_forged_requests_is_in_one() {
    let app = app_with(factory(), |config| {
        config.set_default_csrf_options(CsrfOptions::new()).add_view(form {}).add_view(posted {})
    });
    let page = app.get("/form").await;
    assert!(cookies(&page, "csrf_token").is_empty());
    assert_eq!(opened(&page)["_csrft_"], page.text());
    let post = |session: &str, token: &str| app.post("/form").cookie("session", session).header("x-csrf-token", token);
    let session = cookies(&page, "session")[0];
    assert_eq!(post(session, page.text()).await.text(), "posted");
    assert_eq!(post(session, "guess").await.status(), 400);
    assert_eq!(post("", page.text()).await.status(), 400);
}

#[tokio::test]
async fn a_test_says_what_is_in_the_session_of_each_request() {
    let app = TestApp::new(|config| {
        let config = config.set_session_factory(DummySession::new().value("count", 6));
        config.set_default_csrf_options(CsrfOptions::new()).add_view(count {}).add_view(form {}).add_view(posted {})
    });
    for _ in 0..2 {
        assert_eq!(app.get("/async").await.text(), "7");
    }
    assert_eq!(app.get("/form").await.text(), DummySession::CSRF_TOKEN);
    assert_eq!(app.post("/form").header("x-csrf-token", DummySession::CSRF_TOKEN).await.text(), "posted");
}
