use pyramidion::prelude::*;

#[view(path = "/")]
async fn home<const N: usize>() -> String {
    N.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
