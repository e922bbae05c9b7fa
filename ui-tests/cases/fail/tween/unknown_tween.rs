use pyramidion::prelude::*;

#[tween]
async fn session(request: Request, next: Next) -> Response {
    next.call(request).await
}

#[tween(under = sesion)]
async fn audit(request: Request, next: Next) -> Response {
    next.call(request).await
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
