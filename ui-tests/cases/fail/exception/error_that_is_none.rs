use pyramidion::prelude::*;

struct Trouble;

#[exception_view]
async fn broken() -> Result<String, Trouble> {
    Err(Trouble)
}

fn main() {
    let _ = Configurator::new().add_view(broken {});
}
