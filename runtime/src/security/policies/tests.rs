use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use super::*;
use crate::acl::{AUTHENTICATED, EVERYONE, Principal};
use crate::request::Request;
use crate::security::{
    AuthTkt, AuthTktIdentity, HttpBasicCredentials, Identity, RememberOptions, RemoteUser, SecurityError,
    SecurityPolicy, UserId,
};
use crate::testing::{DummySession, TestRequest};

/// The principals of a request without an identity.
const NOBODY: [Principal; 0] = [];

fn tickets() -> AuthTkt {
    AuthTkt::new("secret")
}

/// A request with a ticket of `userid` of that age.
fn from(userid: impl Into<UserId>, age: Duration) -> TestRequest {
    let issued = SystemTime::now() - age;
    let options = RememberOptions::new().tokens(["beta"]);
    let headers = tickets().remember(&TestRequest::get("/").build(), userid, options, issued).unwrap();
    let cookie = headers[0].1.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
    TestRequest::get("/").cookie(cookie.0, cookie.1)
}

fn fresh(userid: impl Into<UserId>) -> Request {
    from(userid, Duration::ZERO).build()
}

async fn principals(policy: &impl SecurityPolicy, request: &Request) -> Vec<Principal> {
    let identity = SecurityPolicy::identity(policy, request).await.unwrap();
    identity.map_or_else(Vec::new, |identity| identity.principals().to_vec())
}

fn of(userid: &str, groups: &[&str]) -> Vec<Principal> {
    let own = [EVERYONE, AUTHENTICATED, userid.to_owned().into()];
    own.into_iter().chain(groups.iter().map(|group| Principal::from((*group).to_owned()))).collect()
}

#[tokio::test]
async fn without_a_callback_a_ticket_is_enough() {
    let policy = AuthTktPolicy::new(tickets());
    assert_eq!(principals(&policy, &fresh("ada")).await, of("ada", &[]));
    assert_eq!(principals(&policy, &fresh(7)).await, of("7", &[]));
    assert_eq!(principals(&policy, &TestRequest::get("/").cookie("auth_tkt", "forged").build()).await, NOBODY);
    let identity = SecurityPolicy::identity(&policy, &fresh("ada")).await.unwrap().unwrap();
    assert_eq!(identity.get::<AuthTktIdentity>().unwrap().tokens, ["beta"]);
}

#[tokio::test]
async fn a_coroutine_and_a_function_are_callbacks_whatever_they_give() {
    async fn coroutine(userid: UserId) -> Option<Vec<String>> {
        tokio::task::yield_now().await;
        (userid == "ada").then(|| vec!["editors".to_owned()])
    }
    fn array(userid: UserId) -> Option<[&'static str; 1]> {
        (userid == "ada").then_some(["editors"])
    }
    fn fallible(userid: UserId) -> Result<Option<Vec<Principal>>, io::Error> {
        Ok((userid == "ada").then(|| vec!["editors".into()]))
    }
    async fn identity(userid: UserId) -> Option<Identity> {
        (userid == "ada").then(|| Identity::new(userid).with_groups(["editors"]).with(7_u8))
    }
    let policy = || AuthTktPolicy::new(tickets());
    for policy in [
        policy().callback(coroutine),
        policy().callback(array),
        policy().callback(fallible),
        policy().callback(identity),
        policy().callback(|userid: UserId| async move { (userid == "ada").then_some(["editors"]) }),
        policy().callback(|userid: UserId| Ok::<_, SecurityError>((userid == "ada").then_some(["editors"]))),
    ] {
        assert_eq!(principals(&policy, &fresh("ada")).await, of("ada", &["editors"]));
        assert_eq!(principals(&policy, &fresh("bob")).await, NOBODY);
    }
    let identity = SecurityPolicy::identity(&policy().callback(identity), &fresh("ada")).await.unwrap().unwrap();
    assert!(identity.get::<u8>().is_some() && identity.get::<AuthTktIdentity>().is_some());
}

#[tokio::test]
async fn a_known_user_may_have_no_groups() {
    let policy = AuthTktPolicy::new(tickets()).callback(|_: UserId| Some(Vec::<String>::new()));
    assert_eq!(principals(&policy, &fresh("ada")).await, of("ada", &[]));
}

#[tokio::test]
async fn nobody_is_asked_about_a_user_who_calls_himself_everybody() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let policy = AuthTktPolicy::new(tickets()).callback(move |_: UserId| {
        counter.fetch_add(1, Ordering::SeqCst);
        Some(["admins"])
    });
    let plain = AuthTktPolicy::new(tickets());
    for name in ["system.Everyone", "system.Authenticated"] {
        for userid in [UserId::from(name), UserId::from(name.as_bytes())] {
            assert_eq!(principals(&policy, &fresh(userid.clone())).await, NOBODY);
            assert_eq!(principals(&plain, &fresh(userid)).await, NOBODY);
        }
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_function_runs_in_the_executor_and_a_coroutine_on_the_event_loop() {
    let here = thread::current().id();
    let blocking = move |_: UserId| (thread::current().id() != here).then_some(["elsewhere"]);
    let coroutine = move |_: UserId| async move { (thread::current().id() == here).then_some(["here"]) };
    let policy = || AuthTktPolicy::new(tickets());
    assert_eq!(principals(&policy().callback(blocking), &fresh("ada")).await, of("ada", &["elsewhere"]));
    assert_eq!(principals(&policy().callback(coroutine), &fresh("ada")).await, of("ada", &["here"]));
}

#[tokio::test]
async fn a_callback_that_fails_fails_the_policy() {
    let lost = |_: UserId| Err::<Option<[&str; 0]>, _>(io::Error::other("connection lost"));
    let policy = AuthTktPolicy::new(tickets()).callback(lost);
    let error = SecurityPolicy::identity(&policy, &fresh("ada")).await.unwrap_err();
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "connection lost");
}

#[test]
fn an_error_of_the_policy_is_not_wrapped_again() {
    let error = SecurityError::new(SecurityError::new("cause"));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "cause");
}

#[tokio::test]
async fn basic_credentials_are_checked_and_without_a_check_nobody_is_known() {
    fn check(sent: HttpBasicCredentials) -> Option<[&'static str; 1]> {
        (sent.password == "two").then_some(["editors"])
    }
    let request = |token: &str| TestRequest::get("/").header("authorization", &format!("Basic {token}")).build();
    let (right, wrong) = (request("b25lOnR3bw=="), request("b25lOnRocmVl"));
    let policy = BasicAuthPolicy::new("Realm").callback(check);
    assert_eq!(principals(&policy, &right).await, of("one", &["editors"]));
    assert_eq!(principals(&policy, &wrong).await, NOBODY);
    assert_eq!(principals(&policy, &TestRequest::get("/").build()).await, NOBODY);
    assert_eq!(principals(&BasicAuthPolicy::new("Realm"), &right).await, NOBODY);
    let everyone = request("c3lzdGVtLkV2ZXJ5b25lOnR3bw=="); // system.Everyone:two
    assert_eq!(principals(&policy, &everyone).await, NOBODY);
    let challenge = policy.forget(&right).await.unwrap();
    assert_eq!(challenge["www-authenticate"], "Basic realm=\"Realm\"");
    assert!(policy.remember(&right, &"one".into()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_remote_user_is_asked_about_too() {
    let source = RemoteUser::header(http::HeaderName::from_static("x-user"));
    let policy = RemoteUserPolicy::new(source.clone()).callback(|user: UserId| (user == "ada").then_some(["editors"]));
    let request = |user: &str| TestRequest::get("/").header("x-user", user).build();
    assert_eq!(principals(&policy, &request("ada")).await, of("ada", &["editors"]));
    assert_eq!(principals(&policy, &request("bob")).await, NOBODY);
    assert_eq!(principals(&policy, &TestRequest::get("/").build()).await, NOBODY);
    assert_eq!(principals(&RemoteUserPolicy::new(source), &request("bob")).await, of("bob", &[]));
}

#[tokio::test]
async fn a_request_of_a_test_is_whom_the_test_says() {
    let request = TestRequest::get("/").identity(Identity::new("ada").with_groups(["editors"])).build();
    assert_eq!(request.authenticated_userid().await.unwrap(), Some("ada".into()));
    assert!(request.has_permission("edit").await.unwrap().is_allowed());
    assert_eq!(*request.effective_principals().await.unwrap(), of("ada", &["editors"]));

    let dummy = crate::testing::DummySecurityPolicy::new().permissive(false);
    let request = TestRequest::get("/").security_policy(dummy).build();
    assert!(!request.is_authenticated().await.unwrap());
    assert!(!request.has_permission("view").await.unwrap().is_allowed());
}

#[tokio::test]
async fn a_session_remembers_texts_and_numbers() {
    let policy = SessionPolicy::new().prefix("shop.");
    let request = TestRequest::get("/").session(DummySession::new().value("auth.userid", "grace")).build();
    assert_eq!(principals(&policy, &request).await, NOBODY);
    for userid in [UserId::from("ada"), "".into(), 7.into(), (-1).into(), u64::MAX.into()] {
        assert!(SecurityPolicy::remember(&policy, &request, &userid).await.unwrap().is_empty());
        let identity = SecurityPolicy::identity(&policy, &request).await.unwrap().unwrap();
        assert_eq!(*identity.userid(), userid);
    }
    assert!(SecurityPolicy::forget(&policy, &request).await.unwrap().is_empty());
    assert_eq!(principals(&policy, &request).await, NOBODY);
    assert_eq!(request.session().await.unwrap().len(), 1, "what is another's stays");
}

#[tokio::test]
async fn a_session_remembers_no_bytes() {
    let request = TestRequest::get("/").session(DummySession::new()).build();
    for userid in [UserId::from(vec![0]), i128::MAX.into()] {
        let error = SecurityPolicy::remember(&SessionPolicy::new(), &request, &userid).await.unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.starts_with("the session holds what JSON cannot: "), "{cause}");
    }
    assert!(request.session().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_no_userid_is_nobody() {
    for value in [serde_json::Value::Null, true.into(), 0.5.into(), vec!["ada"].into(), "system.Everyone".into()] {
        let request = TestRequest::get("/").session(DummySession::new().value("auth.userid", value)).build();
        assert_eq!(principals(&SessionPolicy::new(), &request).await, NOBODY);
    }
}

#[tokio::test]
async fn a_callback_knows_who_is_in_the_session() {
    let policy = SessionPolicy::new().callback(async |userid: UserId| (userid == "ada").then_some(["editors"]));
    let request = |name: &str| TestRequest::get("/").session(DummySession::new().value("auth.userid", name)).build();
    assert_eq!(principals(&policy, &request("ada")).await, of("ada", &["editors"]));
    assert_eq!(principals(&policy, &request("bob")).await, NOBODY);
}
