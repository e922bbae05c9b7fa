use pyramidion::prelude::*;

#[view(path = "/", mapper = exector)]
fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
