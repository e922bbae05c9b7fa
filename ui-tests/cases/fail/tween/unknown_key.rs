use pyramidion::prelude::*;

#[tween(above = session)]
async fn audit(request: Request, next: Next) -> Response {
    next.call(request).await
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
