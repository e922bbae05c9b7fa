use pyramidion::prelude::*;

struct Mishap;

#[view(path = "/", renderer = "json")]
async fn home() -> Result<u32, Mishap> {
    Err(Mishap)
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
