use pyramidion::prelude::*;

#[view_defaults(renderer = "string")]
async fn show(request: Request) -> String {
    request.path().into_owned()
}

fn main() {}
