use pyramidion::prelude::*;

#[view(path = "/users/{name}")]
async fn home(nmae: String) -> String {
    nmae
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
