use pyramidion::prelude::*;

#[view(path = "/")]
async fn home() -> Option<String> {
    None
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
