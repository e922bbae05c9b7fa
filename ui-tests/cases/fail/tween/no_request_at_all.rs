use pyramidion::prelude::*;

#[tween]
async fn audit(next: Next) -> Response {
    drop(next);
    ().into_response()
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
