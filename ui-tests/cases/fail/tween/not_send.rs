use pyramidion::prelude::*;

#[tween]
async fn audit(request: Request, next: Next) -> Response {
    let count = std::rc::Rc::new(1);
    let response = next.call(request).await;
    drop(count);
    response
}

fn main() {
    let _ = Configurator::new().add_tween(audit {});
}
