//! What templates take from their contexts, by the names that serde gives.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use serde::Serialize;

#[derive(Serialize, TemplateContext)]
#[serde(rename_all = "camelCase", tag = "kind")]
struct Product {
    product_name: &'static str,
    #[serde(rename(serialize = "price_tag"))]
    price: u32,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    note: Option<u32>,
    #[serde(skip)]
    _secret: (),
}

#[view(path = "/camel", renderer = "camel.jinja2")]
async fn camel() -> Product {
    Product { product_name: "lamp", price: 7, note: None, _secret: () }
}

#[derive(Serialize, TemplateContext)]
struct Page {
    title: &'static str,
    user: &'static str,
}

#[view(path = "/optional", renderer = "optional.jinja2")]
async fn optional() -> Page {
    Page { title: "home", user: "ada" }
}

#[test]
fn names_are_serdes() {
    assert_eq!(Product::FIELDS, ["productName", "price_tag", "note", "kind"]);
}

#[tokio::test]
async fn an_include_that_may_be_missing_is_embedded_if_it_is_there() {
    let app = TestApp::new(|config| config.add_view(camel {}).add_view(optional {}));
    assert_eq!(app.get("/camel").await.text().trim(), "lamp 7");
    assert_eq!(app.get("/optional").await.text().split_whitespace().collect::<String>(), "<nav>ada</nav>home");
}
