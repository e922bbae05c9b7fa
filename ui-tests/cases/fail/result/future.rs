use pyramidion::prelude::*;

#[view(path = "/")]
fn home() -> impl Future<Output = String> {
    async { String::new() }
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
