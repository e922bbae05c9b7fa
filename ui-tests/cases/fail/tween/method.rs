use pyramidion::prelude::*;

#[tween]
async fn audit(self, request: Request, next: Next) -> Response {
    next.call(request).await
}

fn main() {}
