use pyramidion::prelude::*;

#[view(path = "/", accept = ["text/html", "application/json"])]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
