//! Pyramid's events, in their order.

use std::sync::{Arc, Mutex};

use pyramidion::events::{ApplicationCreated, BeforeRender, BeforeTraversal, ContextFound, NewRequest, NewResponse};
use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use serde::Serialize;

use crate::tree::{Folder, root};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn add(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

#[tween]
async fn noted(request: Request, next: Next) -> Response {
    let log = next.registry().get::<Log>().unwrap().clone();
    log.add("tween in");
    let response = next.call(request).await;
    log.add("tween out");
    response
}

#[view(context = Folder)]
async fn folder(request: &Request, log: State<Log>) -> &'static str {
    log.add("view");
    let (first, last) = (log.clone(), log.clone());
    request.add_response_callback(move |_| first.add("response callback"));
    request.add_finished_callback(move || last.add("finished callback"));
    "folder"
}

#[view(path = "/routed/{_id}")]
async fn routed(log: State<Log>) -> &'static str {
    log.add("routed view");
    "routed"
}

fn application(log: &Log) -> TestApp {
    let (created, request, before, found, response) = (log.clone(), log.clone(), log.clone(), log.clone(), log.clone());
    TestApp::new(|config| {
        config
            .add_state(log.clone())
            .set_root_factory(root {})
            .add_view(folder {})
            .add_view(routed {})
            .add_tween(noted {})
            .add_subscriber(move |_: &mut ApplicationCreated<'_>| created.add("application"))
            .add_subscriber(move |event: &mut NewRequest<'_>| {
                assert!(event.request.matchdict().is_empty());
                request.add("request");
            })
            .add_subscriber(move |event: &mut BeforeTraversal<'_>| {
                before.add(format!("before traversal {}", event.request.matchdict().get("_id").unwrap_or("-")));
                assert!(event.request.context().is_none());
            })
            .add_subscriber(move |event: &mut ContextFound<'_>| {
                found.add(format!("context {}", event.request.context().is_some()));
            })
            .add_subscriber(move |event: &mut NewResponse<'_>| {
                response.add(format!("response {}", event.response.status().as_u16()));
            })
    })
}

#[tokio::test]
async fn a_request_meets_them_in_pyramids_order() {
    let log = Log::default();
    let app = application(&log);
    assert_eq!(log.take(), ["application"]);
    app.get("/docs").await;
    assert_eq!(
        log.take(),
        [
            "tween in",
            "request",
            "before traversal -",
            "context true",
            "view",
            "tween out",
            "response callback",
            "response 200",
            "finished callback"
        ]
    );
    app.get("/routed/7").await;
    assert_eq!(
        log.take(),
        ["tween in", "request", "before traversal 7", "context true", "routed view", "tween out", "response 200"]
    );
    app.get("/docs/nothing").await;
    assert_eq!(log.take().last().unwrap(), "response 404");
}

#[tokio::test]
async fn a_route_without_a_tree_has_its_events_too() {
    let log = Log::default();
    let (before, found) = (log.clone(), log.clone());
    let app = TestApp::new(|config| {
        config
            .add_state(log.clone())
            .add_view(routed {})
            .add_subscriber(move |_: &mut BeforeTraversal<'_>| before.add("before"))
            .add_subscriber(move |event: &mut ContextFound<'_>| {
                found.add(format!("found {}", event.request.matchdict().get("_id").unwrap_or("-")));
            })
    });
    assert_eq!(app.get("/routed/7").await.text(), "routed");
    assert_eq!(log.take(), ["before", "found 7", "routed view"]);
}

#[tokio::test]
async fn a_subscriber_may_change_request_and_response() {
    let app = TestApp::new(|config| {
        config
            .add_view(echo {})
            .add_subscriber(|event: &mut NewRequest<'_>| {
                event.request.extensions_mut().insert("left by a subscriber");
            })
            .add_subscriber(|event: &mut NewResponse<'_>| {
                event.response.headers_mut().insert("x-seen", HeaderValue::from_static("yes"));
            })
    });
    let answer = app.get("/echo").await;
    assert_eq!((answer.text(), answer.header("x-seen")), ("left by a subscriber", Some("yes")));
    assert_eq!(app.get("/nowhere").await.header("x-seen"), Some("yes"));
}

#[view(path = "/echo")]
async fn echo(request: &Request) -> &'static str {
    request.extensions().get::<&'static str>().copied().unwrap_or_default()
}

#[tokio::test]
async fn a_subscribers_panic_is_a_500() {
    let app = TestApp::new(|config| {
        config.add_view(echo {}).add_subscriber(|_: &mut NewRequest<'_>| panic!("subscriber on purpose"))
    });
    assert_eq!(app.get("/echo").await.status(), 500);
    let app = TestApp::new(|config| {
        config.add_view(echo {}).add_subscriber(|_: &mut NewResponse<'_>| panic!("subscriber on purpose"))
    });
    assert_eq!(app.get("/echo").await.status(), 500);
}

#[derive(Serialize)]
struct Page {
    title: &'static str,
}

#[view(path = "/stamped", renderer = "stamped.jinja2")]
async fn stamped() -> Page {
    Page { title: "Assam" }
}

fn add_version(event: &mut BeforeRender<'_>) {
    assert_eq!(event.renderer_name, "stamped.jinja2");
    event.values.insert("version", 3);
    event.values.insert("title", "what the view says goes first");
}

#[tokio::test]
async fn a_template_gets_what_subscribers_add() {
    let app = TestApp::new(|config| config.add_view(stamped {}).add_subscriber(add_version));
    assert_eq!(app.get("/stamped").await.text().trim(), "Assam, version 3");
    let app = TestApp::new(|config| config.add_view(stamped {}));
    assert_eq!(app.get("/stamped").await.status(), 500, "a template is strict");
}
