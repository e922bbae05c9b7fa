use pyramidion::prelude::*;

#[view(path = "/{id}")]
async fn home<T: std::fmt::Display + std::str::FromStr>(id: T) -> String {
    id.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
