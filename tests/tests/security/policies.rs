//! From login to logout, with each kind of callback.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use pyramidion::executor::ExecutorError;
use pyramidion::prelude::*;
use pyramidion::security::{AuthTkt, AuthTktPolicy, Identity, Permits, SecurityError, SecurityPolicy, UserId};
use pyramidion::testing::TestApp;

use crate::cookies;

#[view(path = "/login/{name}")]
async fn login(request: &Request, name: String) -> Result<(HeaderMap, &'static str), SecurityError> {
    Ok((request.remember(name).await?, "welcome"))
}

#[view(path = "/logout")]
fn logout(request: SyncRequest<'_>) -> Result<(HeaderMap, &'static str), SecurityError> {
    Ok((request.forget()?, "bye"))
}

/// Asks several times, from the event loop.
#[view(path = "/whoami")]
async fn whoami(request: &Request) -> Result<String, SecurityError> {
    let userid = request.authenticated_userid().await?;
    let groups = request.effective_principals().await?.iter().skip(3).map(ToString::to_string).collect::<Vec<_>>();
    let known = request.is_authenticated().await?;
    Ok(format!("{} {} {known}", userid.map_or("-".to_owned(), |userid| userid.to_string()), groups.join(",")))
}

/// Asks several times, from a thread of the executor.
#[view(path = "/sync/whoami")]
fn sync_whoami(request: SyncRequest<'_>) -> Result<String, SecurityError> {
    let userid: Option<UserId> = request.authenticated_userid()?;
    let groups = request.effective_principals()?.iter().skip(3).map(ToString::to_string).collect::<Vec<_>>();
    let known = request.is_authenticated()?;
    Ok(format!("{} {} {known}", userid.map_or("-".to_owned(), |userid| userid.to_string()), groups.join(",")))
}

/// Asks who it is, and then lets go of it.
#[view(path = "/leave")]
async fn leave(request: &Request) -> Result<(HeaderMap, String), SecurityError> {
    let userid = request.authenticated_userid().await?.map_or("-".to_owned(), |userid| userid.to_string());
    Ok((request.forget().await?, userid))
}

/// Becomes somebody else after having been asked.
#[view(path = "/become/{name}")]
async fn become_other(request: &Request, name: String) -> Result<HeaderMap, SecurityError> {
    request.identity().await?;
    request.remember(name).await
}

/// Lets go first and asks then; the headers are not even used.
#[view(path = "/waver")]
async fn waver(request: &Request) -> Result<&'static str, SecurityError> {
    request.forget().await?;
    request.identity().await?;
    Ok("here")
}

/// The application's users, as in a database, with the number of times they were asked for.
#[derive(Default)]
struct Users {
    groups: HashMap<&'static str, Vec<&'static str>>,
    asked: AtomicUsize,
}

impl Users {
    fn groups(&self, userid: &UserId) -> Option<Vec<&'static str>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.groups.get(userid.as_str()?).cloned()
    }
}

async fn groups(userid: UserId, users: State<Arc<Users>>) -> Option<Vec<&'static str>> {
    tokio::task::yield_now().await;
    users.groups(&userid)
}

fn blocking_groups(userid: UserId, users: State<Arc<Users>>) -> Result<Option<Vec<&'static str>>, std::io::Error> {
    Ok(users.groups(&userid))
}

fn users() -> Arc<Users> {
    Arc::new(Users { groups: HashMap::from([("ada", vec!["editors", "staff"]), ("bob", vec![])]), ..Users::default() })
}

fn app(policy: impl SecurityPolicy, users: &Arc<Users>) -> TestApp {
    TestApp::new(|config| {
        config
            .set_security_policy(policy)
            .add_state(Arc::clone(users))
            .add_view(login {})
            .add_view(logout {})
            .add_view(whoami {})
            .add_view(sync_whoami {})
            .add_view(leave {})
            .add_view(become_other {})
            .add_view(waver {})
    })
}

async fn get(app: &TestApp, path: &str, ticket: &str) -> pyramidion::testing::TestResponse {
    app.request(Method::GET, path).cookie("auth_tkt", ticket).await
}

fn tickets() -> AuthTkt {
    AuthTkt::new("secret")
}

#[tokio::test]
async fn a_user_logs_in_is_known_and_logs_out() {
    for policy in
        [AuthTktPolicy::new(tickets()).callback(groups), AuthTktPolicy::new(tickets()).callback(blocking_groups)]
    {
        let users = users();
        let app = app(policy, &users);
        assert_eq!(app.get("/whoami").await.text(), "-  false");

        let welcome = app.get("/login/ada").await;
        let [ticket] = cookies(&welcome, "auth_tkt")[..] else { panic!("{:?}", welcome.headers()) };
        assert_eq!(welcome.text(), "welcome");
        assert_eq!(users.asked.load(Ordering::SeqCst), 0);
        for path in ["/whoami", "/sync/whoami"] {
            assert_eq!(get(&app, path, ticket).await.text(), "ada editors,staff true");
        }
        assert_eq!(users.asked.load(Ordering::SeqCst), 2, "once for each request");

        let bye = get(&app, "/logout", ticket).await;
        assert_eq!(cookies(&bye, "auth_tkt"), [""]);
        assert_eq!(get(&app, "/whoami", "").await.text(), "-  false");
    }
}

#[tokio::test]
async fn a_ticket_of_somebody_who_is_no_user_any_more_is_nobodys() {
    let users = users();
    let app = app(AuthTktPolicy::new(tickets().reissue_time(Duration::ZERO)).callback(groups), &users);
    let welcome = app.get("/login/mallory").await;
    let answer = get(&app, "/sync/whoami", cookies(&welcome, "auth_tkt")[0]).await;
    assert_eq!(answer.text(), "-  false");
    assert_eq!(users.asked.load(Ordering::SeqCst), 1, "and nobody is not asked for again");
}

/// A ticket of ada, an hour old.
fn old_ticket() -> String {
    let request = pyramidion::testing::TestRequest::get("/").build();
    let an_hour_ago = std::time::SystemTime::now() - Duration::from_secs(3600);
    let headers = tickets().remember(&request, "ada", Default::default(), an_hour_ago).unwrap();
    headers[0].1.to_str().unwrap().split(['=', ';']).nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn an_old_ticket_is_issued_anew_once() {
    let policy = || AuthTktPolicy::new(tickets().reissue_time(Duration::from_secs(600))).callback(groups);
    let (users, old) = (users(), old_ticket());
    let app = app(policy(), &users);
    let answer = get(&app, "/whoami", &old).await;
    let [new] = cookies(&answer, "auth_tkt")[..] else { panic!("{:?}", answer.headers()) };
    assert_ne!(new, old);
    let answer = get(&app, "/whoami", new).await;
    assert_eq!(answer.text(), "ada editors,staff true");
    assert_eq!(cookies(&answer, "auth_tkt"), [""; 0], "a new one is not");
}

#[tokio::test]
async fn who_remembers_or_forgets_calls_the_renewal_off() {
    let users = users();
    let app = app(AuthTktPolicy::new(tickets().reissue_time(Duration::from_secs(600))).callback(groups), &users);
    let old = old_ticket();
    let left = get(&app, "/leave", &old).await;
    assert_eq!((left.text(), cookies(&left, "auth_tkt")), ("ada", vec![""]));

    let became = get(&app, "/become/bob", &old).await;
    let [bob] = cookies(&became, "auth_tkt")[..] else { panic!("{:?}", became.headers()) };
    assert_eq!(get(&app, "/whoami", bob).await.text(), "bob  true");

    assert_eq!(cookies(&get(&app, "/waver", &old).await, "auth_tkt"), [""; 0]);
}

#[test]
fn state_that_a_callback_takes_is_missed_at_the_start() {
    let policy = AuthTktPolicy::new(tickets()).callback(groups);
    let error = Configurator::new().set_security_policy(policy).add_view(whoami {}).try_make_router().unwrap_err();
    let text = error.to_string();
    assert!(text.contains("Users>>`, which the application does not hold"), "{text}");
}

async fn lost(_: UserId) -> Result<Option<Vec<String>>, std::io::Error> {
    Err(std::io::Error::other("the users are lost"))
}

#[tokio::test]
async fn a_callback_that_fails_is_a_500() {
    let app = app(AuthTktPolicy::new(tickets()).callback(lost), &users());
    let welcome = app.get("/login/ada").await;
    let ticket = cookies(&welcome, "auth_tkt")[0];
    for path in ["/whoami", "/sync/whoami"] {
        let answer = get(&app, path, ticket).await;
        assert_eq!(answer.status(), 500);
        assert!(!answer.text().contains("lost"), "{}", answer.text());
    }
}

/// A policy of an application's own, made of parts.
struct Own {
    tickets: AuthTktPolicy,
    groups: HashMap<&'static str, Vec<&'static str>>,
}

impl SecurityPolicy for Own {
    async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
        let Some(identity) = self.tickets.identity(request).await? else { return Ok(None) };
        let groups = identity.userid().as_str().and_then(|userid| self.groups.get(userid)).cloned();
        Ok(groups.map(|groups| identity.with_groups(groups)))
    }

    async fn permits(
        &self,
        _: &Request,
        identity: Option<&Identity>,
        permission: &str,
    ) -> Result<Permits, SecurityError> {
        let holds = identity.is_some_and(|identity| identity.principals().iter().any(|own| *own == "staff"));
        Ok(if holds { Permits::allowed("staff may") } else { Permits::denied(format!("only staff may {permission}")) })
    }

    async fn remember(&self, request: &Request, userid: &UserId) -> Result<HeaderMap, SecurityError> {
        self.tickets.remember(request, userid).await
    }

    async fn forget(&self, request: &Request) -> Result<HeaderMap, SecurityError> {
        self.tickets.forget(request).await
    }
}

#[tokio::test]
async fn a_policy_of_ones_own_is_made_of_parts() {
    let users = users();
    let own = Own {
        tickets: AuthTktPolicy::new(tickets().reissue_time(Duration::from_secs(600))),
        groups: users.groups.clone(),
    };
    let app = app(own, &users);
    let welcome = app.get("/login/ada").await;
    assert_eq!(get(&app, "/whoami", cookies(&welcome, "auth_tkt")[0]).await.text(), "ada editors,staff true");
    assert_eq!(cookies(&get(&app, "/whoami", &old_ticket()).await, "auth_tkt").len(), 1);
}

/// Panics when it is asked anything.
struct Broken;

impl SecurityPolicy for Broken {
    async fn identity(&self, _: &Request) -> Result<Option<Identity>, SecurityError> {
        panic!("the policy is broken")
    }
}

fn broken(_: UserId) -> Option<Vec<String>> {
    panic!("the callback is broken")
}

#[view(path = "/guarded", permission = "view")]
async fn guarded() -> &'static str {
    "seen"
}

#[tokio::test]
async fn a_policy_that_panics_is_a_500() {
    let guarded_by =
        |policy: AuthTktPolicy| TestApp::new(|config| config.set_security_policy(policy).add_view(guarded {}));
    let callback = guarded_by(AuthTktPolicy::new(tickets()).callback(broken));
    assert_eq!(get(&callback, "/guarded", &old_ticket()).await.status(), 500);
    assert_eq!(callback.get("/guarded").await.status(), 403, "nobody is not asked for");
    let policy = app(Broken, &users());
    assert_eq!(policy.get("/whoami").await.status(), 500);
    let policy = TestApp::new(|config| config.set_security_policy(Broken).add_view(guarded {}));
    assert_eq!(policy.get("/guarded").await.status(), 500);
}

/// What keeps the callback from being run now may let it run later.
async fn refused(_: UserId) -> Result<Option<Vec<String>>, ExecutorError> {
    Err(ExecutorError::Saturated { executor: "users".into() })
}

#[tokio::test]
async fn a_callback_that_an_executor_refuses_is_a_503() {
    let policy = AuthTktPolicy::new(tickets()).callback(refused);
    let app = TestApp::new(|config| config.set_security_policy(policy).add_view(guarded {}).add_view(sync_whoami {}));
    for path in ["/guarded", "/sync/whoami"] {
        let answer = get(&app, path, &old_ticket()).await;
        assert_eq!((answer.status().as_u16(), answer.header("retry-after")), (503, Some("1")), "{path}");
    }
}

#[tokio::test]
async fn the_default_permission_asks_the_policy() {
    let own = Own { tickets: AuthTktPolicy::new(tickets()), groups: users().groups.clone() };
    let app = TestApp::new(|config| {
        config.set_security_policy(own).set_default_permission("view").add_view(whoami {}).add_view(sync_whoami {})
    });
    let ticket = old_ticket();
    for path in ["/whoami", "/sync/whoami"] {
        assert_eq!(app.get(path).await.status(), 403);
        assert_eq!(get(&app, path, &ticket).await.text(), "ada editors,staff true");
    }
}
