//! Every way to call a view, and every way to write an attribute.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

#[view(path = "/coroutine", mapper = coroutine)]
async fn coroutine() -> String {
    thread()
}

#[view(path = "/executor", mapper = executor,)]
fn executor() -> String {
    thread()
}

#[view { path = "/inline", mapper = inline }]
fn inline() -> String {
    thread()
}

#[view(path = r"/raw/{id}", request_method = ("GET", "PUT",))]
fn raw(id: u32) -> String {
    id.to_string()
}

#[pyramidion::view(path = "//", request_method = ["PURGE"])]
fn purge(_: Request) -> StatusCode {
    StatusCode::NO_CONTENT
}

fn thread() -> String {
    format!("{:?}", std::thread::current().id())
}

#[tokio::test(flavor = "current_thread")]
async fn each_runs_where_it_should() {
    let app = TestApp::new(|config| {
        config.add_view(coroutine {}).add_view(executor {}).add_view(inline {}).add_view(raw {}).add_view(purge {})
    });
    assert_eq!(app.get("/coroutine").await.text(), thread());
    assert_eq!(app.get("/inline").await.text(), thread());
    assert_ne!(app.get("/executor").await.text(), thread());
    assert_eq!(app.get("/raw/7").await.text(), "7");
}
