//! Arguments whose names are the ones that an expansion could use itself, and patterns.

use pyramidion::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Page {
    number: u32,
    size: u32,
}

#[view(path = "/{config}/{call}/{state}/{value}/{type}/{argument0}")]
async fn all(config: String, call: u8, state: char, value: bool, r#type: i8, argument0: u16) -> String {
    format!("{config} {call} {state} {value} {type} {argument0}", r#type = r#type)
}

#[view(path = "/pages")]
async fn destructured(Query(Page { number, size }): Query<Page>, _: Method) -> String {
    format!("{}", number * size)
}

#[view(path = "/sum/{left}/{right}")]
#[allow(unused_parens)]
fn mutable(mut left: u32, (right): u32) -> String {
    left += right;
    left.to_string()
}

#[tokio::test]
async fn each_value_arrives_where_it_should() {
    let app = pyramidion::testing::TestApp::new(|config| {
        config.add_view(all {}).add_view(destructured {}).add_view(mutable {})
    });
    assert_eq!(app.get("/a/1/b/true/-2/3").await.text(), "a 1 b true -2 3");
    assert_eq!(app.get("/pages?number=6&size=7").await.text(), "42");
    assert_eq!(app.get("/sum/20/22").await.text(), "42");
}
