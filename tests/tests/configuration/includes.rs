//! Parts of applications, and applications that override them.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

use crate::{error_of, places};

#[view(path = "/list")]
async fn list() -> &'static str {
    "list"
}

#[view(path = "/list")]
async fn better_list() -> &'static str {
    "better list"
}

#[view(route_name = "item")]
async fn item(id: u32) -> String {
    format!("item {id}")
}

#[view(path = "/")]
async fn root() -> &'static str {
    "root"
}

#[view(route_name = "member")]
async fn member(team: String, name: String) -> String {
    format!("{name} of {team}")
}

fn shop(config: Configurator) -> Configurator {
    config.add_route("item", "/items/{id}").add_view(item {}).add_view(list {})
}

fn other_shop(config: Configurator) -> Configurator {
    config.add_view(better_list {})
}

fn mall(config: Configurator) -> Configurator {
    config.include_with_prefix("/shop", shop)
}

async fn texts(app: &TestApp, targets: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    for target in targets {
        let response = app.get(target).await;
        texts.push(if response.status() == 200 { response.text().to_owned() } else { response.status().to_string() });
    }
    texts
}

#[tokio::test]
async fn a_part_is_included() {
    let app = TestApp::new(|config| config.include(shop).add_view(root {}));
    assert_eq!(texts(&app, &["/list", "/items/7", "/"]).await, ["list", "item 7", "root"]);
}

#[tokio::test]
async fn a_prefix_stands_before_paths_and_patterns_and_nests() {
    let app = TestApp::new(|config| config.include_with_prefix("/mall", mall).add_view(root {}));
    let found = texts(&app, &["/mall/shop/list", "/mall/shop/items/7", "/", "/list", "/shop/list"]).await;
    assert_eq!(found, ["list", "item 7", "root", "404 Not Found", "404 Not Found"]);
}

#[tokio::test]
async fn a_prefix_ends_with_its_part() {
    let app = TestApp::new(|config| {
        config
            .include_with_prefix("admin/", |config| config.add_view(list {}))
            .add_route("item", "/items/{id}")
            .add_view(item {})
    });
    assert_eq!(texts(&app, &["/admin/list", "/items/7"]).await, ["list", "item 7"]);
}

#[tokio::test]
async fn a_prefix_may_have_parameters() {
    let team = |config: Configurator| config.add_route("member", "/members/{name}").add_view(member {});
    let app = TestApp::new(|config| config.include_with_prefix("/teams/{team}", team));
    assert_eq!(texts(&app, &["/teams/red/members/ada"]).await, ["ada of red"]);
}

#[tokio::test]
async fn what_is_included_twice_is_included_once() {
    let app = TestApp::new(|config| config.include(shop).include(shop));
    assert_eq!(texts(&app, &["/list"]).await, ["list"]);
    let app = TestApp::new(|config| config.include(mall).include(mall).include_with_prefix("/shop", shop));
    assert_eq!(texts(&app, &["/shop/list"]).await, ["list"]);
}

#[tokio::test]
async fn an_application_overrides_what_it_includes() {
    let app = TestApp::new(|config| config.include(shop).add_view(better_list {}));
    assert_eq!(texts(&app, &["/list", "/items/7"]).await, ["better list", "item 7"]);
    let app = TestApp::new(|config| config.add_route("item", "/things/{id}").include(shop));
    assert_eq!(texts(&app, &["/things/7", "/items/7"]).await, ["item 7", "404 Not Found"]);
}

#[test]
fn parts_do_not_override_each_other() {
    let error = error_of(|config| config.include(shop).include(other_shop));
    assert_eq!(places(&error).len(), 2, "{error}");
}

#[test]
fn a_wrong_prefix_is_explained() {
    let error = error_of(|config| config.include_with_prefix("/teams/{team", shop));
    assert!(error.contains("the prefix `/teams/{team` is wrong"), "{error}");
    assert!(places(&error)[0].starts_with("tests/tests/configuration/includes.rs:"), "{error}");
}

/// Closures of one type may hold different values: they are different parts.
#[test]
fn closures_with_values_of_their_own_are_all_included() {
    let names = ["one", "two", "three"];
    let config = names
        .into_iter()
        .fold(Configurator::new(), |config, name| config.include(move |config| config.add_setting(name, "on")));
    assert_eq!(config.settings().iter().count(), 3);
}

/// So may pointers to functions.
#[test]
fn pointers_to_different_functions_are_all_included() {
    type Part = fn(Configurator) -> Configurator;
    let parts: [Part; 3] =
        [|config| config.add_setting("one", "on"), |config| config.add_setting("two", "on"), |config| config];
    let config = parts.into_iter().fold(Configurator::new(), Configurator::include);
    assert_eq!(config.settings().iter().count(), 2);
}
