use pyramidion::prelude::*;

#[view(path = "/", http_cache = (60, public, private))]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
