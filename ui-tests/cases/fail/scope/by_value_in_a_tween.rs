use pyramidion::prelude::*;

#[tween]
fn audit(request: Request, scope: SyncScope<'_>, next: SyncNext) -> Response {
    drop(scope);
    next.call(request)
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
