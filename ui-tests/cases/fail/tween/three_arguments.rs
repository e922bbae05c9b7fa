use pyramidion::prelude::*;

#[tween]
async fn audit(request: Request, method: Method, next: Next) -> Response {
    drop(method);
    next.call(request).await
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
