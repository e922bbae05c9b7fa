use std::collections::BTreeMap;
use std::error::Error as _;
use std::thread;

use super::*;
use crate::request::Request;
use crate::security::{SecurityError, SessionError};
use crate::testing::{DummySession, TestRequest};

fn request(session: DummySession) -> Request {
    TestRequest::get("/").session(session).build()
}

#[tokio::test]
async fn a_value_of_another_type_is_told_with_its_key() {
    let session = request(DummySession::new().value("count", "many")).session().await.unwrap();
    let error = session.get::<u32>("count").unwrap_err();
    assert!(
        error.to_string().starts_with("the session holds something else as `count` than is asked for: "),
        "{error}"
    );
    assert!(error.to_string().contains("\nhelp: "), "{error}");
    assert_eq!(session.get::<u32>("other").unwrap(), None);
}

#[tokio::test]
async fn what_has_no_json_is_refused() {
    let session = request(DummySession::new()).session().await.unwrap();
    let by_list = BTreeMap::from([(vec![1], "a")]);
    assert!(matches!(session.insert("map", &by_list), Err(SessionError::Data(_))));
    assert!(matches!(session.flash(Flash::new(by_list)), Err(SessionError::Data(_))));
    assert!(session.is_empty());
}

#[tokio::test]
async fn messages_of_another_type_stay_where_they_are() {
    let session = request(DummySession::new().value("_f_odd", "no list")).session().await.unwrap();
    session.flash(Flash::new(7)).unwrap();
    assert!(session.pop_flash::<String>("").is_err());
    assert_eq!(session.pop_flash::<u8>("").unwrap(), [7]);
    assert!(session.peek_flash::<u8>("").unwrap().is_empty());
    assert!(matches!(session.flash(Flash::new(7).queue("odd")), Err(SessionError::Type { .. })));
    assert_eq!(session.get::<String>("_f_odd").unwrap().as_deref(), Some("no list"));
}

#[tokio::test]
async fn a_request_has_one_session() {
    let request = request(DummySession::new());
    request.session().await.unwrap().insert("a", &1).unwrap();
    let again = request.session().await.unwrap();
    assert_eq!(again.clone().get::<u8>("a").unwrap(), Some(1));
    assert!(again.is_new() && again.created().elapsed().unwrap().as_secs() < 60);
}

#[tokio::test]
async fn changes_do_not_come_between_one_another() {
    let session = request(DummySession::new().value("count", 0)).session().await.unwrap();
    let add = |session: &Session| {
        session.update(|values| {
            let count = values["count"].as_u64().unwrap();
            thread::yield_now();
            values.insert("count".to_owned(), (count + 1).into());
        });
    };
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..50).for_each(|_| add(&session)));
        }
    });
    assert_eq!(session.get::<u32>("count").unwrap(), Some(400));
}

#[tokio::test]
async fn only_keys_show() {
    let session = request(DummySession::new().value("auth.userid", "ada")).session().await.unwrap();
    assert_eq!(format!("{session:?}"), r#"Session { keys: ["auth.userid"], is_new: true, .. }"#);
}

#[tokio::test]
async fn without_a_factory_it_is_told_what_to_do() {
    let error = TestRequest::get("/").build().session().await.unwrap_err();
    assert!(matches!(error, SessionError::NoFactory));
    let error = SecurityError::from(error);
    let told = error.source().unwrap().to_string();
    assert!(told.contains("help: set one with `config.set_session_factory("), "{told}");
}

#[tokio::test]
async fn tokens_are_random_but_for_those_of_a_test() {
    let of_test = request(DummySession::new()).session().await.unwrap();
    assert_eq!(of_test.get_csrf_token().unwrap(), DummySession::CSRF_TOKEN);

    let factory = || SignedCookieSessionFactory::new("secret");
    let token = async || {
        let session = TestRequest::get("/").session(factory()).build().session().await.unwrap();
        let token = session.get_csrf_token().unwrap();
        assert_eq!(session.get_csrf_token().unwrap(), token);
        assert_ne!(session.new_csrf_token().unwrap(), token);
        token
    };
    let (one, other) = (token().await, token().await);
    assert!(one != other && one.len() == 40, "{one} {other}");
}
