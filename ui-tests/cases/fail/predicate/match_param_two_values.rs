use pyramidion::prelude::*;

#[view(path = "/items/{id}", match_param = ["id=7", "id=8"])]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
