use pyramidion::prelude::*;

#[view(path = "/annual%20reports")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
