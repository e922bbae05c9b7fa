use pyramidion::prelude::*;

#[derive(Clone, serde::Serialize, TemplateContext)]
#[serde(into = "String")]
struct Page {
    title: String,
}

impl From<Page> for String {
    fn from(page: Page) -> Self {
        page.title
    }
}

fn main() {}
