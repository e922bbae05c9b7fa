use pyramidion::prelude::*;

static REPORTS: u32 = 7;

#[tween(executor = REPORTS)]
fn audit(request: Request, next: SyncNext) -> Response {
    next.call(request)
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
