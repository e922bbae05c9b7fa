use pyramidion::prelude::*;

#[tween]
async fn audit(request: Request) -> Response {
    request.path().into_owned().into_response()
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
