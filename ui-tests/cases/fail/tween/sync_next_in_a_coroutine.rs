use pyramidion::prelude::*;

#[tween]
async fn audit(request: Request, next: SyncNext) -> Response {
    next.call(request)
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
