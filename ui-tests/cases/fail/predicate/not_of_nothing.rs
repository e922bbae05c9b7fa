use pyramidion::prelude::*;

#[view(path = "/", not())]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
