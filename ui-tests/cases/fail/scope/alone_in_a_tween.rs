use pyramidion::prelude::*;

#[tween]
fn audit(scope: &SyncScope<'_>, next: SyncNext) -> Response {
    drop((scope, next));
    Response::default()
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
