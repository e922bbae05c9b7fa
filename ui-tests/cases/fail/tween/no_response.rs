use pyramidion::prelude::*;

struct Page;

#[tween]
async fn audit(request: Request, next: Next) -> Page {
    next.call(request).await;
    Page
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
