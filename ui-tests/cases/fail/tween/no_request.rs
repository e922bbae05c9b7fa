use pyramidion::prelude::*;

#[tween]
async fn audit(method: Method, next: Next) -> Response {
    drop((method, next));
    ().into_response()
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
