//! What is wrong with routes and views is told before anything is served.

use pyramidion::prelude::*;

use crate::error_of;
use crate::tree::Folder;

#[view(route_name = "page", header = "x-kind")]
async fn page() -> &'static str {
    "page"
}

#[view(route_name = "page", header = "X-Kind")]
fn same_page() -> &'static str {
    "page"
}

#[view(context = Folder, name = "edit", request_param = ["a", "b"])]
async fn edit() -> &'static str {
    "edit"
}

#[view(context = Folder, name = "edit", request_param = ["b", "a"])]
async fn same_edit() -> &'static str {
    "edit"
}

#[view(context = [Folder, crate::tree::Note], name = "edit", request_param = ["a", "b"])]
async fn edit_more() -> &'static str {
    "edit"
}

#[notfound_view]
async fn not_found() -> &'static str {
    "nothing"
}

#[exception_view(context = HttpNotFound)]
async fn same_not_found() -> &'static str {
    "nothing"
}

fn assert_two_places(error: &str) {
    assert_eq!(error.matches("mistakes.rs:").count(), 2, "{error}");
}

#[test]
fn views_with_equal_predicates_conflict() {
    let error = error_of(|config| config.add_route("page", "/page").add_view(page {}).add_view(same_page {}));
    assert!(error.contains("page` and `dispatch::mistakes::same_page` answer the same requests"), "{error}");
    assert!(error.contains("`header = x-kind` of route `page` (/page)"), "{error}");
    assert_two_places(&error);
}

#[test]
fn views_of_one_context_and_name_conflict() {
    let error = error_of(|config| config.add_view(edit {}).add_view(same_edit {}));
    assert!(error.contains("`request_param = a, b` of traversal"), "{error}");
    assert_two_places(&error);
    let error = error_of(|config| config.add_view(edit {}).add_view(edit_more {}));
    assert!(error.contains("edit_more` answer the same requests"), "{error}");
    assert_two_places(&error);
}

#[test]
fn exception_views_of_one_error_conflict() {
    let error = error_of(|config| config.add_view(not_found {}).add_view(same_not_found {}));
    assert!(error.contains("of the exception views"), "{error}");
    assert_two_places(&error);
}

#[test]
fn values_of_a_routes_predicates_that_make_no_sense() {
    let error = error_of(|config| {
        let config = config.add_view(page {});
        config.add_route_with("page", "/page", |route| route.accept("text/*").path_info("("))
    });
    assert!(error.starts_with("the configuration has 2 mistakes"), "{error}");
    assert!(error.contains("route `page`: "), "{error}");
    assert!(error.contains("help: "), "{error}");
    assert_two_places(&error);
}

#[test]
fn a_traversal_that_goes_along_what_the_route_does_not_have() {
    let config = |path: &'static str| {
        error_of(|config| {
            config.add_view(page {}).add_route_with("page", "/archive/{year}", |route| route.traverse(path))
        })
    };
    let error = config("/archive/{yaer}");
    assert!(error.contains("route `page`: its traversal goes along `yaer`"), "{error}");
    assert!(error.contains("help: did you mean `year`?"), "{error}");
    let error = config("/archive/{year");
    assert!(error.contains("the path of its traversal is wrong"), "{error}");
    assert!(error.contains("mistakes.rs:"), "{error}");
}

#[exception_view(route_name = "pgae")]
async fn of_no_route() -> &'static str {
    "never"
}

#[test]
fn an_exception_view_of_a_route_that_nobody_declares() {
    let error = error_of(|config| config.add_route("page", "/page").add_view(page {}).add_view(of_no_route {}));
    assert!(error.contains("names the route `pgae`, which nobody declares"), "{error}");
    assert!(error.contains("did you mean `page`?"), "{error}");
}

#[test]
fn settings_that_are_no_flags() {
    let error = error_of(|config| config.add_setting("offer_alternatives", "perhaps"));
    assert!(error.contains("offer_alternatives"), "{error}");
}
