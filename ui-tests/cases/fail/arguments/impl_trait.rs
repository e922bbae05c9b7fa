use pyramidion::prelude::*;

#[view(path = "/")]
async fn home(text: impl std::fmt::Display) -> String {
    text.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
