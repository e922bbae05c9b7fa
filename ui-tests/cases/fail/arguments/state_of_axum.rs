use pyramidion::prelude::*;

use pyramidion::axum;

#[view(path = "/")]
async fn home(axum::extract::State(_pool): axum::extract::State<u32>) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
