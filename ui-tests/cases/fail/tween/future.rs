use pyramidion::prelude::*;

#[tween]
fn audit(request: Request, next: Next) -> impl Future<Output = Response> {
    async move { next.call(request).await }
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
