use pyramidion::prelude::*;

#[tween]
fn audit(request: &SyncRequest<'_>, next: SyncNext) -> Response {
    drop((request, next));
    Response::default()
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
