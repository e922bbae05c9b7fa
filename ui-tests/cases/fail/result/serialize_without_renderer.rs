use pyramidion::prelude::*;

#[derive(serde::Serialize)]
struct Page {
    title: &'static str,
}

#[view(path = "/")]
async fn home() -> Page {
    Page { title: "home" }
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
