use pyramidion::prelude::*;

#[view(path = "/", use_bytes)]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
