use pyramidion::prelude::*;

struct Home {}

fn main() {
    let _ = Configurator::new().add_view(Home {});
}
