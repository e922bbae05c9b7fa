use pyramidion::prelude::*;

struct Page;

#[view(path = "/", renderer = "home.jinja2")]
async fn home() -> Page {
    Page
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
