use pyramidion::prelude::*;

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

#[tween(under = home)]
async fn audit(request: Request, next: Next) -> Response {
    next.call(request).await
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
