use pyramidion::prelude::*;

#[view(path = "/{id}")]
async fn home(_: u32) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
