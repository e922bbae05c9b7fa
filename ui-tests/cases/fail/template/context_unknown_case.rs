use pyramidion::prelude::*;

#[derive(TemplateContext)]
#[serde(rename_all = "camelcase")]
struct Page {
    title: &'static str,
}

fn main() {}
