//! Views without a route.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use pyramidion::traversal::Traversed;

use crate::tree::{Blocking, Folder, Note, Waiting, found, root};
use crate::{assert_answers, assert_statuses};

#[view(context = Folder)]
async fn folder(request: &Request) -> String {
    found(request)
}

#[view(context = [Waiting, Blocking])]
async fn slow(request: &Request) -> String {
    found(request)
}

#[view(context = Note)]
fn note(request: &Request, _note: Context<Note>) -> String {
    found(request)
}

#[view(context = _, name = "edit")]
async fn edit(request: &Request) -> String {
    format!("edit {}", found(request))
}

#[view(context = Note, name = "edit")]
async fn edit_note(request: &Request) -> String {
    format!("edit note {}", found(request))
}

#[view(path = "/docs/routed")]
async fn routed() -> &'static str {
    "routed"
}

fn application() -> TestApp {
    TestApp::new(|config| {
        let config = config.set_root_factory(root {}).add_view(folder {}).add_view(slow {}).add_view(note {});
        config.add_view(edit {}).add_view(edit_note {}).add_view(routed {})
    })
}

#[tokio::test]
async fn a_path_without_a_route_is_walked() {
    assert_answers(
        &application(),
        &[
            ("/", 200, "Folder \"\"  "),
            ("/docs/note/", 200, "Note \"\" docs,note "),
            ("/docs/edit", 200, "edit Folder \"edit\" docs "),
            ("/docs/note/edit/1/2", 200, "edit note Note \"edit\" docs,note 1,2"),
            ("/docs/routed", 200, "routed"),
            ("/docs//./docs/../note", 200, "Note \"\" docs,note "),
        ],
    )
    .await;
    assert_statuses(&application(), &[("/docs/unknown", 404), ("/docs/broken", 500), ("/%FF", 400)]).await;
}

#[tokio::test]
async fn items_may_wait_and_block() {
    assert_answers(
        &application(),
        &[
            ("/wait/wait/note", 200, "Note \"\" wait,wait,note "),
            ("/block/wait/block", 200, "Blocking \"\" block,wait,block "),
            ("/wait/block/note/edit", 200, "edit note Note \"edit\" wait,block,note "),
            ("/block/edit/x", 200, "edit Blocking \"edit\" block x"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_view_selector_ends_the_walk() {
    assert_answers(
        &application(),
        &[("/docs/@@edit/docs", 200, "edit Folder \"edit\" docs docs"), ("/@@/docs", 200, "Folder \"\"  docs")],
    )
    .await;
    assert_statuses(&application(), &[("/@@docs", 404), ("/edit@@", 404)]).await;
}

#[tokio::test]
async fn a_panic_in_the_tree_is_a_500() {
    assert_statuses(&application(), &[("/panic", 500), ("/", 200)]).await;
}

#[view(context = _)]
async fn anything(request: &Request) -> String {
    found(request)
}

#[tokio::test]
async fn without_a_root_factory_there_is_a_root_all_the_same() {
    let app = TestApp::new(|config| config.add_view(anything {}).add_view(edit {}));
    assert_answers(
        &app,
        &[("/", 200, "DefaultRootFactory \"\"  "), ("/edit/x", 200, "edit DefaultRootFactory \"edit\"  x")],
    )
    .await;
    assert_statuses(&app, &[("/x", 404)]).await;
}

#[view(context = Note, request_param = "special")]
async fn special_note() -> &'static str {
    "special"
}

#[view(context = Note, header = "x-never")]
async fn never_note() -> &'static str {
    "never"
}

#[tokio::test]
async fn a_mismatch_falls_to_the_next_candidate_and_then_to_less_particular_contexts() {
    let app = TestApp::new(|config| {
        config.set_root_factory(root {}).add_view(never_note {}).add_view(special_note {}).add_view(anything {})
    });
    assert_answers(&app, &[("/note?special=1", 200, "special"), ("/note", 200, "Note \"\" note ")]).await;
    let app = TestApp::new(|config| config.set_root_factory(root {}).add_view(never_note {}).add_view(special_note {}));
    assert_statuses(&app, &[("/note", 404), ("/note?special", 200)]).await;
}

#[view(context = _, name = "below", containment = Blocking)]
async fn below_blocking() -> &'static str {
    "below"
}

#[view(context = _, name = "place", physical_path = "/docs/note")]
async fn at_place() -> &'static str {
    "here"
}

#[tokio::test]
async fn predicates_see_the_lineage() {
    let app = TestApp::new(|config| config.set_root_factory(root {}).add_view(below_blocking {}).add_view(at_place {}));
    assert_statuses(
        &app,
        &[("/block/note/below", 200), ("/note/below", 404), ("/docs/note/place", 200), ("/note/place", 404)],
    )
    .await;
}

#[view(path = "/note", request_method = "POST")]
async fn posted() -> &'static str {
    "posted"
}

/// As in Pyramid: what a route has matched is not traversal's any more.
#[tokio::test]
async fn a_route_whose_views_do_not_want_the_request_keeps_it() {
    let app = TestApp::new(|config| config.set_root_factory(root {}).add_view(posted {}).add_view(anything {}));
    assert_statuses(&app, &[("/note", 404), ("/docs/note", 200)]).await;
    assert_eq!(app.post("/note").await.text(), "posted");
}

#[view(context = Note, name = "link")]
async fn link(request: &Request) -> Result<String, UrlError> {
    let note = request.traversed().map(Traversed::location).expect("the note");
    Ok(format!("{} {}", found(request), request.resource_path(&note, ["x"])?))
}

#[tokio::test]
async fn a_virtual_root_is_believed_only_where_the_proxy_is_trusted() {
    let config = |config: Configurator| config.set_root_factory(root {}).add_view(link {});
    let ask = async |app: TestApp| {
        let call = app.request(Method::GET, "/note/link").header("x-vhm-root", "/docs/docs");
        call.await.text().to_owned()
    };
    assert_eq!(ask(TestApp::new(config)).await, r#"Note "link" note  /note/x"#);
    let trusting = TestApp::new(move |to| config(to).trust_virtual_root());
    assert_eq!(ask(trusting).await, r#"Note "link" docs,docs,note  /note/x"#);
}
