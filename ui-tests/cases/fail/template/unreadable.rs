use pyramidion::prelude::*;

#[derive(serde::Serialize, TemplateContext)]
struct Page {
    title: &'static str,
}

#[view(path = "/", renderer = "latin1.jinja2")]
async fn home() -> Page {
    Page { title: "home" }
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
