//! The order: later-added is outermost, unless `over` and `under` say otherwise.

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::http;

use crate::mark;

macro_rules! tweens {
    ($($(#[$attribute:meta])* $name:ident;)*) => {$(
        $(#[$attribute])*
        async fn $name(request: Request, next: Next) -> Response {
            mark(next.call(request).await, stringify!($name))
        }
    )*};
}

tweens! {
    #[tween] first;
    #[tween] second;
    #[tween] third;
    #[tween(over = first)] over_first;
    #[tween(under = third)] under_third;
    #[tween(over = MAIN, under = first)] between_first_and_main;
    #[tween(under = INGRESS)] ingress;
    #[tween(under = EXCVIEW)] below_exception_views;
    #[tween(over = [first, super::panics::fragile])] over_one_of_two;
    #[tween(over = around_b)] around_a;
    #[tween(over = around_c)] around_b;
    #[tween(over = around_a)] around_c;
}

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

/// The tweens' names from the outside in.
async fn order(configure: fn(Configurator) -> Configurator) -> Vec<String> {
    let server = TestServer::start(|config| configure(config.add_view(home {}))).await;
    let answer = http::get(server.address(), "/").await;
    assert_eq!(answer.body, "home");
    answer.headers("x-tweens").into_iter().rev().map(str::to_owned).collect()
}

fn error_of(configure: fn(Configurator) -> Configurator) -> String {
    configure(Configurator::new()).try_make_router().unwrap_err().to_string()
}

#[tokio::test]
async fn the_later_added_is_further_out() {
    let order = order(|config| config.add_tween(first {}).add_tween(second {}).add_tween(third {})).await;
    assert_eq!(order, ["third", "second", "first"]);
}

#[tokio::test]
async fn the_setting_tweens_replaces_the_order() {
    let order = order(|config| {
        let config = config.add_setting("tweens", "first\n tweens::order::third EXCVIEW");
        config.add_tween(first {}).add_tween(second {}).add_tween(third {})
    })
    .await;
    assert_eq!(order, ["first", "third"]);
}

#[exception_view]
async fn caught(_error: Exception<HttpNotFound>) -> &'static str {
    "caught"
}

#[tokio::test]
async fn exception_views_have_their_place_in_it_or_none() {
    for (setting, text) in [("EXCVIEW", "caught"), ("first", "404"), ("", "caught")] {
        let server = TestServer::start(move |config| {
            config.add_setting("tweens", setting).add_tween(first {}).add_view(home {}).add_view(caught {})
        })
        .await;
        let answer = http::get(server.address(), "/nowhere").await;
        assert!(answer.body.starts_with(text), "{setting}: {}", answer.body);
    }
}

#[test]
fn the_setting_tweens_may_be_wrong() {
    let error = error_of(|config| config.add_setting("tweens", "frist EXCVIEW").add_tween(first {}));
    assert!(error.contains("the setting `tweens` lists `frist`, which the configuration does not add"), "{error}");
    assert!(error.contains("help: "), "{error}");
}

#[tokio::test]
async fn over_is_further_out_whenever_it_is_added() {
    let order = order(|config| config.add_tween(over_first {}).add_tween(first {})).await;
    assert_eq!(order, ["over_first", "first"]);
}

#[tokio::test]
async fn under_is_further_in_whenever_it_is_added() {
    let order = order(|config| config.add_tween(third {}).add_tween(under_third {})).await;
    assert_eq!(order, ["third", "under_third"]);
}

#[tokio::test]
async fn the_ends_have_names() {
    let order = order(|config| {
        let config = config.add_tween(below_exception_views {}).add_tween(between_first_and_main {});
        config.add_tween(ingress {}).add_tween(first {})
    });
    let order = order.await;
    let place = |name| order.iter().position(|own| own == name).unwrap();
    assert_eq!(order.len(), 4);
    assert!(place("first") < place("between_first_and_main"), "{order:?}");
    assert!(place("first") < place("below_exception_views"), "{order:?}");
}

#[tokio::test]
async fn one_of_several_alternatives_suffices() {
    let order = order(|config| config.add_tween(over_one_of_two {}).add_tween(first {})).await;
    assert_eq!(order, ["over_one_of_two", "first"]);
}

#[test]
fn a_tween_that_nobody_adds_is_explained() {
    let error = error_of(|config| config.add_tween(over_first {}).add_tween(under_third {}));
    assert!(error.starts_with("the configuration has 2 mistakes"), "{error}");
    assert!(error.contains("`tweens::order::over_first` wants to stand over `tweens::order::first`"), "{error}");
    assert!(error.contains("`tweens::order::under_third` wants to stand under `tweens::order::third`"), "{error}");
    assert!(error.contains("--> tests/tests/tweens/order.rs:"), "{error}");
    assert!(error.contains("help: add it with `add_tween`"), "{error}");
}

#[test]
fn a_circle_is_explained() {
    let error = error_of(|config| {
        config.add_tween(around_a {}).add_tween(around_b {}).add_tween(around_c {}).add_tween(first {})
    });
    let circle = "`tweens::order::around_a` over `tweens::order::around_b` over `tweens::order::around_c`";
    assert!(error.contains("the tweens stand in a circle: "), "{error}");
    assert!(
        error.contains(circle) || error.contains("`tweens::order::around_c` over `tweens::order::around_a`"),
        "{error}"
    );
    assert!(!error.contains("first"), "{error}");
}

#[test]
fn a_tween_that_is_added_twice_is_explained() {
    let error = error_of(|config| config.add_tween(first {}).add_tween(first {}));
    assert!(error.contains("tween `tweens::order::first` is added twice"), "{error}");
    assert_eq!(error.matches("--> tests/tests/tweens/order.rs:").count(), 2, "{error}");
}
