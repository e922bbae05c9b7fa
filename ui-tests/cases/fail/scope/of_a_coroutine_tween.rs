use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


#[tween]
async fn audit(request: Request, scope: &SyncScope<'_>, next: Next) -> Response {
    scope.wait(load(7));
    next.call(request).await
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
