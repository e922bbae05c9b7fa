use pyramidion::prelude::*;

#[view(path = "/", request_params = "edit")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
