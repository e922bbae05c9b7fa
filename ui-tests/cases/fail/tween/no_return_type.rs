use pyramidion::prelude::*;

#[tween]
async fn audit(request: Request, next: Next) {
    next.call(request).await;
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
