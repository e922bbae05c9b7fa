use pyramidion::prelude::*;

#[derive(serde::Serialize, TemplateContext)]
struct Page {
    titel: &'static str,
}

#[view(path = "/", renderer = "home.jinja2")]
async fn home() -> Page {
    Page { titel: "home" }
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
