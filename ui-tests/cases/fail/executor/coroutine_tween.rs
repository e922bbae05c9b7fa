use pyramidion::prelude::*;

static REPORTS: ExecutorKey = ExecutorKey::new("reports");

#[tween(executor = REPORTS)]
async fn audit(request: Request, next: Next) -> Response {
    next.call(request).await
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
