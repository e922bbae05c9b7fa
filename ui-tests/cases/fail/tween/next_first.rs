use pyramidion::prelude::*;

#[tween]
async fn audit(next: Next, request: Request) -> Response {
    next.call(request).await
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
