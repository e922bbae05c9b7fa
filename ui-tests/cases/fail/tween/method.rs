use pyramidion::prelude::*;

struct Audit;

impl Audit {
    #[tween]
    async fn audit(&self, request: Request, next: Next) -> Response {
        next.call(request).await
    }
}

fn main() {}
