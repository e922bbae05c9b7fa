//! What sessions do through a few requests of a browser.

use std::cell::Cell;
use std::time::{Duration, SystemTime};

use http::header::SET_COOKIE;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::request::Request;
use crate::security::session::*;
use crate::security::*;
use crate::testing::{DummySession, TestRequest};

#[derive(Deserialize)]
struct Browser {
    options: Options,
    requests: Vec<Asked>,
}

#[derive(Deserialize)]
struct Options {
    secret: String,
    salt: String,
    hashalg: String,
    timeout: Option<u64>,
    reissue_time: Option<u64>,
    set_on_exception: bool,
    cookie_name: String,
    max_age: Option<u64>,
    path: String,
    domain: Option<String>,
    secure: bool,
    httponly: bool,
    samesite: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    now: f64,
    cookie: Option<String>,
    exception: bool,
    steps: Vec<Step>,
    ends: f64,
    set_cookie: Option<String>,
    too_long: bool,
}

#[derive(Deserialize)]
struct Step {
    now: f64,
    step: Vec<Value>,
    gives: Value,
}

thread_local! {
    static NOW: Cell<f64> = const { Cell::new(0.0) };
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs_f64(NOW.get())
}

impl Options {
    fn factory(&self) -> SignedCookieSessionFactory {
        let serializer = SignedSerializer::new(&*self.secret, &self.salt).hash(self.hashalg.parse().unwrap());
        let factory = SignedCookieSessionFactory::with_serializer(serializer)
            .timeout(self.timeout.map(Duration::from_secs))
            .reissue_time(self.reissue_time.map(Duration::from_secs))
            .set_on_exception(self.set_on_exception)
            .cookie_name(&self.cookie_name)
            .path(&*self.path)
            .secure(if self.secure { Secure::Always } else { Secure::Never })
            .http_only(self.httponly)
            .samesite(self.samesite.as_deref().map(|name| match name {
                "Strict" => SameSite::Strict,
                _ => SameSite::Lax,
            }));
        let ages = self.max_age.map(Duration::from_secs).into_iter();
        let factory = ages.fold(factory, SignedCookieSessionFactory::max_age);
        self.domain.iter().fold(factory, SignedCookieSessionFactory::domain)
    }

    fn request(&self, cookie: Option<&str>) -> Request {
        cookie.into_iter().fold(TestRequest::get("/"), |to, value| to.cookie(&self.cookie_name, value)).build()
    }
}

#[test]
fn sessions_are_those_of_pyramid() {
    let browsers: Vec<Browser> = serde_json::from_str(include_str!("../../../../tests/vectors/session.json")).unwrap();
    assert!(browsers.len() >= 200);
    for (index, Browser { options, requests }) in browsers.into_iter().enumerate() {
        let factory = options.factory();
        for (request, asked) in requests.into_iter().enumerate() {
            answer(&factory, &options, &asked, &format!("browser {index}, request {request}"));
        }
    }
}

fn answer(factory: &SignedCookieSessionFactory, options: &Options, asked: &Asked, place: &str) {
    NOW.set(asked.now);
    let stored = factory.open(&options.request(asked.cookie.as_deref()), now());
    let source = Source { now, token: DummySession::new().token_source() };
    let session = Session::new(stored, source);
    for (number, Step { now, step, gives }) in asked.steps.iter().enumerate() {
        NOW.set(*now);
        assert_eq!(take(&session, step), *gives, "{place}, step {number}: {step:?}");
    }
    NOW.set(asked.ends);
    let saved = session.close(asked.exception, |stored, accessed| factory.is_due(stored, accessed));
    let headers = saved.map_or_else(|| Ok(http::HeaderMap::new()), |session| factory.headers(&session, false, now()));
    match headers {
        Ok(headers) => {
            assert!(!asked.too_long, "{place}");
            let line = headers.get(SET_COOKIE).map(|line| line.to_str().unwrap());
            assert_eq!(line, asked.set_cookie.as_deref(), "{place}");
        }
        Err(error) => assert!(asked.too_long && matches!(error, SessionError::TooLong { .. }), "{place}: {error}"),
    }
}

/// What a step gives, as JSON.
fn take(session: &Session, step: &[Value]) -> Value {
    let text = |index: usize| step[index].as_str().unwrap();
    match text(0) {
        "get" => session.get_value(text(1)).into(),
        "set" => session.insert(text(1), &step[2]).map(|()| Value::Null).unwrap(),
        "remove" => session.remove(text(1)).into(),
        "contains" => session.contains_key(text(1)).into(),
        "len" => session.len().into(),
        "items" => session.values().into(),
        "clear" => json!(session.clear()),
        "invalidate" => json!(session.invalidate()),
        "changed" => json!(session.changed()),
        "new" => session.is_new().into(),
        "created" => session.created().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs_f64().into(),
        "flash" => {
            let flash = Flash::new(&step[1]).queue(text(2)).allow_duplicate(step[3].as_bool().unwrap());
            session.flash(flash).map(|()| Value::Null).unwrap()
        }
        "pop_flash" => session.pop_flash::<Value>(text(1)).unwrap().into(),
        "peek_flash" => session.peek_flash::<Value>(text(1)).unwrap().into(),
        "new_csrf_token" => session.new_csrf_token().unwrap().into(),
        "get_csrf_token" => session.get_csrf_token().unwrap().into(),
        other => panic!("no such step: {other}"),
    }
}
