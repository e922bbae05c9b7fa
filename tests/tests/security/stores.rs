//! Sessions that are kept on a server, which takes its time.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use pyramidion::events::NewResponse;
use pyramidion::executor::ExecutorError;
use pyramidion::prelude::*;
use pyramidion::security::session::{SessionFactory, SessionToSave};
use pyramidion::security::{SessionError, StoredSession};
use pyramidion::testing::{TestApp, TestResponse};
use pyramidion_tests::log;

use crate::cookies;

#[derive(Clone, Default)]
struct Store {
    sessions: Arc<Mutex<HashMap<String, StoredSession>>>,
    loaded: Arc<AtomicUsize>,
    ids: Arc<AtomicUsize>,
}

impl SessionFactory for Store {
    type Key = Option<String>;

    async fn load(&self, request: &Request) -> Result<(Self::Key, StoredSession), SessionError> {
        tokio::task::yield_now().await;
        if request.header("x-store") == Some("down") {
            return Err(SessionError::store("the store cannot be reached"));
        }
        self.loaded.fetch_add(1, Ordering::SeqCst);
        let id = request.cookies().get("sid").map(|cookie| cookie.value().to_owned());
        let kept = id.as_ref().and_then(|id| self.sessions.lock().unwrap().get(id).cloned());
        Ok(kept.map_or_else(|| (None, StoredSession::begin(SystemTime::now())), |stored| (id, stored)))
    }

    async fn save(&self, id: &Self::Key, session: SessionToSave) -> Result<HeaderMap, SessionError> {
        tokio::task::yield_now().await;
        match session.values.get("fate").and_then(|fate| fate.as_str()) {
            Some("fails") => return Err(SessionError::store("the store is down")),
            Some("refused") => return Err(SessionError::store(ExecutorError::Saturated { executor: "store".into() })),
            Some("panics") => panic!("the store is in flames"),
            _ => {}
        }
        let mut sessions = self.sessions.lock().unwrap();
        if session.is_invalidated {
            id.iter().for_each(|id| _ = sessions.remove(id));
        }
        let known = id.clone().filter(|_| !session.is_invalidated);
        let id = known.unwrap_or_else(|| self.ids.fetch_add(1, Ordering::SeqCst).to_string());
        let cookie = HeaderValue::try_from(format!("sid={id}")).map_err(SessionError::store)?;
        sessions.insert(id, session.into_stored());
        Ok(HeaderMap::from_iter([(header::SET_COOKIE, cookie)]))
    }
}

#[view(path = "/add/{word}")]
async fn add(request: &Request, word: String) -> Result<([(HeaderName, &'static str); 1], String), SessionError> {
    let (session, again) = tokio::join!(request.session(), request.session());
    let mut words: Vec<String> = session?.get("words")?.unwrap_or_default();
    words.push(word);
    again?.insert("words", &words)?;
    Ok(([(header::SET_COOKIE, "other=1")], words.join(" ")))
}

#[view(path = "/words", request_param = "all")]
fn words(request: SyncRequest<'_>) -> Result<String, SessionError> {
    Ok(request.session()?.get::<Vec<String>>("words")?.unwrap_or_default().join(" "))
}

#[view(path = "/fate/{fate}")]
async fn fate(request: &Request, fate: String) -> Result<String, SessionError> {
    request.session().await?.insert("fate", &fate)?;
    Ok(fate)
}

#[view(path = "/leave")]
async fn leave(request: &Request) -> Result<&'static str, SessionError> {
    let session = request.session().await?;
    session.invalidate();
    session.insert("words", &["bye"])?;
    Ok("left")
}

#[websocket_view(path = "/ws")]
async fn late(mut ws: Websocket, request: Request) -> Result<(), WebsocketClosed> {
    let kept = match request.session().await {
        Ok(session) => session.insert("late", &true).is_ok(),
        Err(_) => false,
    };
    ws.send(format!("{kept}")).await
}

#[tween]
fn outside(request: SyncRequest<'_>, next: SyncNext) -> Response {
    let session = request.session().unwrap();
    session.insert("outside", &true).unwrap();
    next.call(request)
}

fn app(store: &Store, more: impl FnOnce(Configurator) -> Configurator) -> TestApp {
    TestApp::new(|config| {
        let config = config.set_session_factory(store.clone()).add_view(add {}).add_view(words {});
        more(config.add_view(fate {}).add_view(leave {}).add_view(late {}))
    })
}

async fn get(app: &TestApp, target: &str, id: &str) -> TestResponse {
    app.request(Method::GET, target).cookie("sid", id).await
}

#[tokio::test]
async fn a_session_is_loaded_once_and_saved_before_the_answer() {
    let store = Store::default();
    for app in [app(&store, |config| config), app(&store, |config| config.add_tween(outside {}))] {
        let first = app.get("/add/one").await;
        assert_eq!(cookies(&first, "other"), ["1"], "it is added to what the view sets");
        let [id] = cookies(&first, "sid")[..] else { panic!("{:?}", first.headers()) };
        assert_eq!(get(&app, "/add/two", id).await.text(), "one two");
        assert_eq!(get(&app, "/words?all", id).await.text(), "one two");
        assert_eq!(store.loaded.swap(0, Ordering::SeqCst), 3);
    }
}

#[tokio::test]
async fn an_invalidated_session_gets_another_key() {
    let store = Store::default();
    let app = app(&store, |config| config);
    let id = cookies(&app.get("/add/one").await, "sid")[0].to_owned();
    let left = get(&app, "/leave", &id).await;
    let new = cookies(&left, "sid")[0];
    assert_ne!(new, id);
    assert_eq!(get(&app, "/words?all", &id).await.text(), "");
    assert_eq!(get(&app, "/words?all", new).await.text(), "bye");
}

#[tokio::test]
async fn a_store_that_fails_or_panics_makes_a_500() {
    log::capture();
    let store = Store::default();
    for app in [app(&store, |config| config), app(&store, |config| config.add_tween(outside {}))] {
        for (fate, logged) in [("fails", "the store is down"), ("panics", "the store is in flames")] {
            let answer = app.get(&format!("/fate/{fate}")).await;
            assert_eq!((answer.status().as_u16(), cookies(&answer, "sid").len()), (500, 0));
            assert!(log::text().contains(logged), "{}", log::text());
        }
        assert_eq!(app.get("/fate/refused").await.status(), 503);
        assert_eq!(app.get("/fate/none").await.text(), "none");
    }
    assert!(log::text().contains("`the session factory` failed"), "{}", log::text());
}

#[view(path = "/post", require_csrf)]
async fn post() -> &'static str {
    "posted"
}

#[tokio::test]
async fn a_store_that_cannot_be_reached_makes_a_500() {
    log::capture();
    let app = app(&Store::default(), |config| config.add_view(post {}));
    assert_eq!(app.request(Method::GET, "/words?all").header("x-store", "down").await.status(), 500);
    assert_eq!(app.post("/post").header("x-store", "down").await.status(), 500);
    let told = log::lines_with("the store cannot be reached");
    assert!(told.iter().any(|line| line.contains("stores::words")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("stores::post")), "{told:?}");
}

#[tokio::test]
async fn subscribers_are_told_of_the_response_with_its_cookie() {
    fn mark(event: &mut NewResponse<'_>) {
        let count = event.response.headers().get_all("set-cookie").iter().count();
        event.response.headers_mut().insert("x-cookies", count.into());
    }
    let app = app(&Store::default(), |config| config.add_subscriber(mark));
    assert_eq!(app.get("/add/one").await.header("x-cookies"), Some("2"));
}

#[tokio::test]
async fn a_change_that_comes_too_late_is_told_in_the_log() {
    log::capture();
    let store = Store::default();
    let app = app(&store, |config| config.add_tween(outside {}));
    let mut client = app.websocket("/ws").await.unwrap();
    assert_eq!(client.recv().await, Some("true".into()));
    assert!(log::text().contains("a session is changed after it has been saved"), "{}", log::text());
    let sessions = store.sessions.lock().unwrap();
    assert_eq!(sessions.values().map(|session| session.values.len()).collect::<Vec<_>>(), [1], "{sessions:?}");
}
