//! Routes whose views are found by traversal.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

use crate::tree::{Folder, Note, found, root};
use crate::{assert_answers, assert_statuses};

#[view(route_name = "tree", context = _)]
async fn show(request: &Request) -> String {
    format!("show {}", found(request))
}

#[view(route_name = "tree", context = Folder, name = "edit")]
async fn edit_folder(request: &Request) -> String {
    format!("edit {}", found(request))
}

#[view(route_name = "tree", context = Note, name = "edit")]
async fn edit_note(request: &Request, _note: Context<Note>) -> String {
    format!("edit note {}", found(request))
}

fn application(pattern: &'static str) -> TestApp {
    TestApp::new(|config| {
        let config = config.set_root_factory(root {}).add_route("tree", pattern);
        config.add_view(show {}).add_view(edit_folder {}).add_view(edit_note {})
    })
}

#[tokio::test]
async fn a_remainder_called_traverse_is_walked() {
    let app = application("/tree/*traverse");
    assert_answers(
        &app,
        &[
            ("/tree/", 200, "show Folder \"\"  "),
            ("/tree/docs/docs", 200, "show Folder \"\" docs,docs "),
            ("/tree/docs/edit", 200, "edit Folder \"edit\" docs "),
            ("/tree/docs/edit/a/b", 200, "edit Folder \"edit\" docs a,b"),
            ("/tree/note/edit", 200, "edit note Note \"edit\" note "),
            ("/tree/docs/../note", 200, "show Note \"\" note "),
            ("/tree/docs%2Fnote", 200, "show Note \"\" docs,note "),
        ],
    )
    .await;
    assert_statuses(&app, &[("/tree/docs/unknown", 404), ("/tree", 404), ("/docs", 404)]).await;
}

#[tokio::test]
async fn it_may_follow_on_letters_as_in_pyramid() {
    let app = application("/tree*traverse");
    assert_answers(&app, &[("/tree", 200, "show Folder \"\"  "), ("/tree/docs", 200, "show Folder \"\" docs ")]).await;
}

#[tokio::test]
async fn a_placeholder_called_traverse_is_walked() {
    let app = application("/tree/{traverse:.*}/end");
    assert_answers(&app, &[("/tree/docs/note/end", 200, "show Note \"\" docs,note ")]).await;
    let app = application("/tree/{traverse}");
    assert_answers(&app, &[("/tree/docs", 200, "show Folder \"\" docs ")]).await;
}

#[tokio::test]
async fn a_route_may_say_where_its_traversal_goes() {
    let app = TestApp::new(|config| {
        let config = config.set_root_factory(root {});
        config
            .add_route_with("tree", "/of/{name}/{action}", |route| route.traverse("/docs/{name}/{action}"))
            .add_view(edit_note {})
            .add_view(show {})
    });
    assert_answers(
        &app,
        &[
            ("/of/note/edit", 200, "edit note Note \"edit\" docs,note "),
            ("/of/docs/docs", 200, "show Folder \"\" docs,docs,docs "),
        ],
    )
    .await;
}

#[root_factory]
async fn note_root(request: &Request) -> Result<AnyResource, String> {
    match request.matchdict().get("name") {
        Some("folder") => Ok(AnyResource::new(Folder { depth: 7 })),
        Some("broken") => Err("no root".to_owned()),
        _ => Ok(AnyResource::new(Note)),
    }
}

#[view(route_name = "rooted", context = Folder)]
fn of_folder(folder: Context<Folder>) -> String {
    format!("folder {}", folder.depth)
}

#[view(route_name = "rooted", context = Note)]
fn of_note(_note: Context<Note>) -> &'static str {
    "note"
}

#[tokio::test]
async fn a_routes_own_factory_sees_its_matchdict() {
    let app = TestApp::new(|config| {
        config
            .set_root_factory(root {})
            .add_route_with("rooted", "/rooted/{name}", |route| route.factory(note_root {}))
            .add_view(of_folder {})
            .add_view(of_note {})
    });
    assert_answers(&app, &[("/rooted/folder", 200, "folder 7"), ("/rooted/else", 200, "note")]).await;
    assert_eq!(app.get("/rooted/broken").await.status(), 500);
}

#[view(route_name = "rooted")]
async fn without_context(request: &Request) -> String {
    found(request)
}

#[tokio::test]
async fn without_a_word_of_traversal_the_root_is_the_context() {
    let app = TestApp::new(|config| {
        config.set_root_factory(root {}).add_route("rooted", "/rooted/{name}").add_view(without_context {})
    });
    assert_answers(&app, &[("/rooted/docs", 200, "Folder \"\"  ")]).await;
}

/// Pyramid's default root has no children, but the names are taken all the same.
#[tokio::test]
async fn a_route_walks_without_a_root_factory_too() {
    let app = TestApp::new(|config| config.add_route("tree", "/tree/*traverse").add_view(show {}).add_view(named {}));
    assert_answers(
        &app,
        &[
            ("/tree/", 200, "show DefaultRootFactory \"\"  "),
            ("/tree/named/a", 200, "named DefaultRootFactory \"named\"  a"),
        ],
    )
    .await;
    assert_eq!(app.get("/tree/other").await.status(), 404);
}

#[view(route_name = "tree", name = "named")]
async fn named(request: &Request) -> String {
    format!("named {}", found(request))
}

#[tokio::test]
async fn a_route_may_fill_the_subpath() {
    let app = TestApp::new(|config| config.add_route("rooted", "/rooted/*subpath").add_view(without_context {}));
    assert_answers(&app, &[("/rooted/a/./b", 200, "DefaultRootFactory \"\"  a,b")]).await;
}

#[view(context = Folder, name = "global")]
async fn global() -> &'static str {
    "global"
}

#[view(context = Folder)]
async fn global_folder(request: &Request) -> String {
    format!("global {}", found(request))
}

#[tokio::test]
async fn global_views_stand_behind_a_route_that_asks_for_them() {
    let app = |wanted| {
        TestApp::new(move |config| {
            let config = config.set_root_factory(root {});
            config
                .add_route_with("tree", "/tree/*traverse", |route| route.use_global_views(wanted))
                .add_view(show {})
                .add_view(global {})
                .add_view(global_folder {})
        })
    };
    // A view of the route for any context goes before one without a route for this very one.
    assert_answers(&app(true), &[("/tree/docs/global", 200, "global"), ("/tree/docs", 200, "show Folder \"\" docs ")])
        .await;
    assert_statuses(&app(false), &[("/tree/docs/global", 404), ("/docs/global", 200)]).await;
}

#[tokio::test]
async fn a_route_without_views_may_live_on_global_ones() {
    let app = TestApp::new(|config| {
        config
            .set_root_factory(root {})
            .add_route_with("tree", "/tree/*traverse", |route| route.use_global_views(true))
            .add_view(global_folder {})
    });
    assert_answers(
        &app,
        &[("/tree/docs", 200, "global Folder \"\" docs "), ("/docs", 200, "global Folder \"\" docs ")],
    )
    .await;
}
