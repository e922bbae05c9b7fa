use pyramidion::prelude::*;

#[view(path = "/", http_cache = 60u8)]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
