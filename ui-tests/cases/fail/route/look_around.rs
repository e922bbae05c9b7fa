use pyramidion::prelude::*;

#[view(path = "/users/{id:(?!0)[0-9]+}")]
async fn home(id: u32) -> String {
    id.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
