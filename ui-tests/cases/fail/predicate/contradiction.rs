use pyramidion::prelude::*;

#[view(path = "/", header = "X-Old", not(header = "X-Old"))]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
