use http::{HeaderName, Method};

use super::*;
use crate::request::{Client, Request};
use crate::testing::{DummySession, TestRequest};

fn csrf(options: CsrfOptions) -> Csrf {
    Csrf { options, ..Csrf::default() }
}

async fn check(options: CsrfOptions, request: TestRequest) -> Result<(), CsrfError> {
    csrf(options).check(&mut request.build()).await
}

/// A request with the cookie, over plain `http`.
fn post(target: &str) -> TestRequest {
    TestRequest::post(target).cookie("csrf_token", "right")
}

fn is_bad_token(answer: &Result<(), CsrfError>) -> bool {
    matches!(answer, Err(CsrfError::BadCsrfToken(_)))
}

#[tokio::test]
async fn the_token_is_in_the_header_or_else_in_the_form() {
    let checked = |request| check(CsrfOptions::new(), request);
    checked(post("/").header("x-csrf-token", "right")).await.unwrap();
    checked(post("/").form(&[("csrf_token", "right")])).await.unwrap();
    checked(post("/").header("x-csrf-token", "").form(&[("csrf_token", "right")])).await.unwrap();
    for wrong in [
        post("/"),
        post("/?csrf_token=right"),
        post("/").header("x-csrf-token", "wrong"),
        post("/").header("x-csrf-token", "righ"),
        post("/").header("x-csrf-token", "wrong").form(&[("csrf_token", "right")]),
        post("/").form(&[("token", "right")]),
        post("/").body("csrf_token=right"),
        TestRequest::post("/").form(&[("csrf_token", "")]),
        TestRequest::post("/").cookie("csrf_token", "").header("x-csrf-token", ""),
    ] {
        let text = format!("{wrong:?}");
        assert!(is_bad_token(&checked(wrong).await), "{text}");
    }
}

#[tokio::test]
async fn the_origin_is_compared_with_the_site_that_the_client_asked_for() {
    for (origin, is_good) in [("https://example.com", true), ("https://internal", false), ("http://example.com", false)]
    {
        let request = post("http://internal/").header("x-csrf-token", "right").header("origin", origin);
        let mut request = request.build();
        let client = Client::new(None).https(true).host("example.com".parse().unwrap());
        request.extensions_mut().insert(client);
        assert_eq!(csrf(CsrfOptions::new()).check(&mut request).await.is_ok(), is_good, "{origin}");
    }
}

#[tokio::test]
async fn names_are_those_of_the_options() {
    let options = CsrfOptions::new().token("field").header(HeaderName::from_static("x-xsrf"));
    check(options.clone(), post("/").header("x-xsrf", "right")).await.unwrap();
    check(options.clone(), post("/").form(&[("field", "right")])).await.unwrap();
    assert!(is_bad_token(&check(options.clone(), post("/").header("x-csrf-token", "right")).await));
    assert!(is_bad_token(&check(options.clone().header(None), post("/").header("x-xsrf", "right")).await));
    assert!(is_bad_token(&check(options.token(None), post("/").form(&[("field", "right")])).await));
}

#[tokio::test]
async fn safe_methods_and_what_the_callback_excepts_are_not_checked() {
    for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE] {
        check(CsrfOptions::new(), TestRequest::new(method, "/")).await.unwrap();
    }
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::from_bytes(b"MOVE").unwrap()] {
        assert!(is_bad_token(&check(CsrfOptions::new(), TestRequest::new(method, "/")).await));
    }
    let options = CsrfOptions::new().callback(|request| request.header("authorization").is_none());
    check(options.clone(), post("/").header("authorization", "Bearer x")).await.unwrap();
    assert!(is_bad_token(&check(options, post("/")).await));
}

#[tokio::test]
async fn a_form_that_is_none_is_said_to_be_so() {
    let request = post("/").form(&[]).body("a=%FF");
    assert!(matches!(check(CsrfOptions::new(), request).await, Err(CsrfError::Form(_))));
}

#[test]
fn views_go_before_the_default_which_leaves_exception_views_alone() {
    let required = |options, view, is_exception_view| csrf(options).is_required(view, is_exception_view);
    let (on, off) = (CsrfOptions::new(), CsrfOptions::new().require_csrf(false));
    for (options, view, is_exception_view, expected) in [
        (on.clone(), None, false, true),
        (on.clone(), None, true, false),
        (on.clone(), Some(true), true, true),
        (on.clone(), Some(false), false, false),
        (off.clone(), None, false, false),
        (off.clone(), Some(true), false, true),
        (on.token(None).header(None), Some(true), false, false),
        (Csrf::default().options, None, false, false),
    ] {
        assert_eq!(required(options.clone(), view, is_exception_view), expected, "{options:?} {view:?}");
    }
}

/// The request's own host and further headers.
fn origin(target: &str, headers: &[(&str, &str)]) -> Request {
    headers.iter().fold(TestRequest::post(target), |request, (name, value)| request.header(name, value)).build()
}

fn is_trusted(options: &CsrfOptions, target: &str, headers: &[(&str, &str)]) -> bool {
    super::origin::check(&origin(target, headers), options).is_ok()
}

#[test]
fn a_secure_request_comes_from_a_page_of_the_same_site() {
    let from = |target, headers: &[_]| is_trusted(&CsrfOptions::new(), target, headers);
    let here = "https://example.com/";
    for headers in [
        [("origin", "https://example.com")].as_slice(),
        &[("origin", "https://EXAMPLE.com:443")],
        &[("origin", "https://evil.org https://example.com")],
        &[("referer", "https://example.com/form?a=1#top")],
        &[("origin", ""), ("host", "evil.org")][..0],
    ] {
        assert_eq!(from(here, headers), !headers.is_empty(), "{headers:?}");
    }
    for headers in [
        [("origin", "http://example.com")].as_slice(),
        &[("origin", "https://evil.org")],
        &[("origin", "https://example.com https://evil.org")],
        &[("origin", "https://example.com.evil.org")],
        &[("origin", "https://sub.example.com")],
        &[("origin", "https://example.com:8443")],
        &[("origin", "https://evil@example.com")],
        &[("origin", "null"), ("referer", "https://example.com/")],
        &[("origin", "https://evil.org"), ("referer", "https://example.com/")],
        &[("origin", "https://")],
        &[("origin", "example.com")],
        &[("origin", "")],
        &[("referer", "")],
        &[("referer", "https://evil.org/?https://example.com/")],
    ] {
        assert!(!from(here, headers), "{headers:?}");
    }
    assert!(from("https://example.com:8443/", &[("origin", "https://example.com:8443")]));
    assert!(!from("https://example.com:8443/", &[("origin", "https://example.com")]));
}

#[test]
fn other_hosts_are_trusted_if_the_options_say_so() {
    let options = CsrfOptions::new().trusted_origins(["Other.org", "dev.org:8080", ".wild.net", "null"]);
    for (origin, expected) in [
        ("https://other.org", true),
        ("https://other.org:8080", false),
        ("https://dev.org:8080", true),
        ("https://dev.org", false),
        ("https://wild.net", true),
        ("https://a.b.wild.net", true),
        ("https://notwild.net", false),
        ("null", true),
        ("https://example.com", true),
    ] {
        assert_eq!(is_trusted(&options, "https://example.com/", &[("origin", origin)]), expected, "{origin}");
    }
    let odd = CsrfOptions::new().trusted_origins(["", "."]);
    assert!(!is_trusted(&odd, "https://example.com/", &[("origin", "https://evil.org")]));
}

#[test]
fn it_is_looked_at_when_the_options_say_so() {
    let evil = [("origin", "https://evil.org"), ("host", "example.com")];
    let own = [("origin", "https://example.com"), ("host", "example.com")];
    let options = CsrfOptions::new();
    assert!(is_trusted(&options, "/", &evil), "over http");
    let always = options.clone().check_origin(CheckOrigin::Always);
    assert!(!is_trusted(&always, "/", &evil) && is_trusted(&always, "/", &own));
    assert!(is_trusted(&options.clone().check_origin(CheckOrigin::Never), "https://example.com/", &evil));
    let lenient = options.allow_no_origin(true);
    assert!(is_trusted(&lenient, "https://example.com/", &[]));
    assert!(!is_trusted(&lenient, "https://example.com/", &evil));
}

#[test]
fn an_origin_that_is_no_text_does_not_give_way_to_the_referer() {
    let mut request = http::Request::post("https://example.com/").header("referer", "https://example.com/");
    request.headers_mut().unwrap().insert("origin", http::HeaderValue::from_bytes(b"https://\xff").unwrap());
    let request = Request::from_parts(request.body(()).unwrap().into_parts().0, bytes::Bytes::new());
    assert!(super::origin::check(&request, &CsrfOptions::new()).is_err());
}

#[tokio::test]
async fn tokens_are_random_and_a_browser_keeps_its_own() {
    let storage = CookieCsrfStoragePolicy::new();
    let token = async |request: TestRequest| storage.csrf_token(&request.build()).await.unwrap();
    let one = token(TestRequest::get("/")).await;
    let other = token(TestRequest::get("/").cookie("csrf_token", "")).await;
    assert_ne!(one, other);
    assert!([&one, &other].iter().all(|token| token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit())));
    assert_eq!(token(TestRequest::get("/").cookie("csrf_token", "mine")).await, "mine");
}

/// Has the token `old`, and replaces it.
async fn replaces(storage: impl CsrfStoragePolicy, request: &Request) {
    assert_eq!(storage.csrf_token(request).await.unwrap(), "old");
    let new = storage.new_csrf_token(request).await.unwrap();
    assert_ne!(new, "old");
    assert_eq!(storage.csrf_token(request).await.unwrap(), new);
    assert!(storage.check_csrf_token(request, &new).await.unwrap());
    assert!(!storage.check_csrf_token(request, "old").await.unwrap());
}

#[tokio::test]
async fn within_one_request_there_is_one_token() {
    let request = TestRequest::get("/").cookie("csrf_token", "old");
    let request = request.identity(crate::security::Identity::new("ada")); // so that it has a visit
    replaces(CookieCsrfStoragePolicy::new(), &request.build()).await;
    let session = || DummySession::new().value("_csrft_", "old").value("other", "old");
    replaces(SessionCsrfStoragePolicy::new(), &TestRequest::get("/").session(session()).build()).await;
    replaces(SessionCsrfStoragePolicy::new().key("other"), &TestRequest::get("/").session(session()).build()).await;
}

#[tokio::test]
async fn a_token_that_is_none_is_replaced_in_the_session() {
    for value in [serde_json::json!(""), 7.into(), serde_json::Value::Null] {
        let request = TestRequest::get("/").session(DummySession::new().value("_csrft_", value)).build();
        let token = request.csrf_token().await.unwrap();
        assert_eq!((&*token, &request.csrf_token().await.unwrap()), (DummySession::CSRF_TOKEN, &token));
    }
}

#[tokio::test]
async fn a_request_with_a_session_has_its_token_there() {
    let session = DummySession::new().value("_csrft_", "right");
    let request = post("/").session(session.clone()).header("x-csrf-token", "right").build();
    request.check_csrf_token().await.unwrap();
    let request = post("/").session(DummySession::new()).header("x-csrf-token", "right").build();
    assert!(is_bad_token(&request.check_csrf_token().await), "the cookie does not count");
}

#[tokio::test]
async fn without_sessions_there_is_no_token_in_one() {
    let error = SessionCsrfStoragePolicy::new().csrf_token(&TestRequest::get("/").build()).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("help: set one with `config.set_session_factory("), "{cause}");
}
