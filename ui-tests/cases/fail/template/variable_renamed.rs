use pyramidion::prelude::*;

#[derive(serde::Serialize, TemplateContext)]
#[serde(rename_all = "camelCase")]
struct Page {
    product_name: &'static str,
    price_tag: u32,
}

#[view(path = "/", renderer = "camel.jinja2")]
async fn home() -> Page {
    Page { product_name: "lamp", price_tag: 7 }
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
