use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


#[tween]
async fn audit(request: SyncRequest<'_>, next: Next) -> Response {
    request.wait(load(7));
    next.call(request.into_request()).await
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
