use pyramidion::prelude::*;

#[view(path = "/", route_name = "home")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
