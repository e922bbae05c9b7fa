use pyramidion::prelude::*;

#[tween]
async fn audit(request: &Request, next: Next) -> Response {
    drop(next);
    request.path().into_owned().into_response()
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
