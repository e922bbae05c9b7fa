use pyramidion::prelude::*;

struct Mishap;

#[view(path = "/")]
async fn home() -> Result<&'static str, Mishap> {
    Err(Mishap)
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
