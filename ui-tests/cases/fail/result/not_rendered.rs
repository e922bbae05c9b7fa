use pyramidion::prelude::*;

struct Page;

#[view(path = "/", renderer = "json")]
async fn home() -> Page {
    Page
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
