use pyramidion::prelude::*;

#[view(path = "/")]
async fn home() {}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
