use pyramidion::prelude::*;

#[tween]
fn audit(request: Request, next: Next) -> Response {
    drop((request, next));
    ().into_response()
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
