use pyramidion::prelude::*;

#[view(path = "/", permission = "")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
