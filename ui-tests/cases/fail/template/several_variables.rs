use pyramidion::prelude::*;

#[derive(serde::Serialize, TemplateContext)]
struct Page {
    title: &'static str,
}

#[view(path = "/", renderer = "camel.jinja2")]
async fn home() -> Page {
    Page { title: "home" }
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
