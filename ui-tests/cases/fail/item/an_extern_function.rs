use pyramidion::prelude::*;

#[view(path = "/")]
extern "C" fn home() -> u32 {
    7
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
