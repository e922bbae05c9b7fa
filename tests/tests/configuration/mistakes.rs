//! Mistakes that only the whole application can see, each told with its place and what to do.

use pyramidion::prelude::*;

use crate::{error_of, places};

#[derive(Clone)]
struct Database;

#[view(route_name = "hoem")]
async fn home() -> &'static str {
    "home"
}

#[view(path = "/rows")]
async fn rows(_database: State<Database>) -> StatusCode {
    StatusCode::OK
}

#[websocket_view(path = "/changes")]
async fn changes(_ws: Websocket, _database: State<Database>) {}

#[derive(WebsocketConnectionView)]
#[websocket(path = "/cursor")]
struct Cursor {
    ws: Websocket,
    _database: State<Database>,
}

impl WebsocketCallbacks for Cursor {}

#[view(route_name = "item")]
async fn item(idd: u32) -> String {
    idd.to_string()
}

#[view(path = "/a/{*rest}")]
async fn all(rest: String) -> String {
    rest
}

#[test]
fn a_route_that_nobody_declares() {
    let error = error_of(|config| config.add_route("home", "/").add_route("item", "/items/{id}").add_view(home {}));
    assert!(error.contains("view `configuration::mistakes::home` names the route `hoem`"), "{error}");
    assert!(error.contains("did you mean `home`?"), "{error}");
    assert_eq!(places(&error), ["tests/tests/configuration/mistakes.rs:10"], "{error}");
}

#[test]
fn state_that_nobody_adds() {
    let error = error_of(|config| config.add_view(rows {}).add_view(changes {}).add_view_type::<Cursor>());
    assert!(error.starts_with("the configuration has 3 mistakes"), "{error}");
    for view in ["rows", "changes", "Cursor"] {
        let told = format!(
            "view `configuration::mistakes::{view}` takes `State<configuration::mistakes::Database>`, which the application does not hold"
        );
        assert!(error.contains(&told), "{error}");
    }
    assert!(error.contains("help: add it with `config.add_state(…)`"), "{error}");
    let added = |config: Configurator| config.add_view(rows {}).add_state(Database);
    assert!(added(Configurator::new()).try_make_router().is_ok());
}

#[test]
fn state_that_is_added_twice() {
    let error = error_of(|config| config.add_state(Database).add_state(1_u8).add_state(Database));
    assert!(error.contains("state of type `configuration::mistakes::Database` is added twice"), "{error}");
    assert_eq!(places(&error).len(), 2, "{error}");
}

#[test]
fn an_argument_that_is_no_parameter_of_its_named_route() {
    let error = error_of(|config| config.add_route("item", "/items/{id}").add_view(item {}));
    assert!(error.contains("takes `idd`, which is no parameter of route `item` (/items/{id})"), "{error}");
    assert!(error.contains("whose parameters are `id`"), "{error}");
}

#[test]
fn a_pattern_that_is_none() {
    let error = error_of(|config| config.add_route("item", "/items/{id").add_route("page", "/{a}/{a}"));
    assert!(error.starts_with("the configuration has 2 mistakes"), "{error}");
    assert!(error.contains("the pattern `/items/{id` of route `item` is wrong"), "{error}");
    assert!(error.contains("two parameters are called `a`"), "{error}");
}

#[test]
fn a_parameter_that_the_prefix_has_already() {
    let error = error_of(|config| config.include_with_prefix("/{rest}", |config| config.add_view(all {})));
    assert!(error.contains("two parameters are called `rest`"), "{error}");
    assert!(error.contains("mistakes::all`"), "{error}");
}
