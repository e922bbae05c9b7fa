use pyramidion::prelude::*;

#[view(path = "/")]
unsafe extern "C" fn home(_: ...) -> u32 {
    7
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
