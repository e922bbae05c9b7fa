use pyramidion::prelude::*;

#[view(path = "/users/{user-id}")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
