use pyramidion::prelude::*;

struct Page;

#[tween]
fn audit(request: Request, next: SyncNext) -> Page {
    next.call(request);
    Page
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
