use pyramidion::prelude::*;

#[view(path = "/")]
const fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
