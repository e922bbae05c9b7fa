use pyramidion::prelude::*;

#[view(path = "/two")]
#[view(path = "/one")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
