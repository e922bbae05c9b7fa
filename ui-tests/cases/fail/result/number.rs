use pyramidion::prelude::*;

#[view(path = "/")]
async fn home() -> u32 {
    7
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
