use pyramidion::prelude::*;

#[view(path = "/{name}")]
async fn home(name: &str) -> String {
    name.to_owned()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
