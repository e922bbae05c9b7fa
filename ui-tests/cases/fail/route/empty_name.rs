use pyramidion::prelude::*;

#[view(route_name = "")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
