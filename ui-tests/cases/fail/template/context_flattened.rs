use pyramidion::prelude::*;

#[derive(serde::Serialize, TemplateContext)]
struct Page {
    title: &'static str,
    #[serde(flatten)]
    rest: std::collections::HashMap<String, String>,
}

fn main() {}
