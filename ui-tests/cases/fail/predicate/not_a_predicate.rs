use pyramidion::prelude::*;

#[view(path = "/", not(renderer = "json"))]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
