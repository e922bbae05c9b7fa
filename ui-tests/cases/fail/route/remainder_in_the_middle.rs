use pyramidion::prelude::*;

#[view(path = "/{*rest}/edit")]
async fn home(rest: String) -> String {
    rest
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
