use pyramidion::prelude::*;

#[tween]
fn audit() -> Response {
    ().into_response()
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
