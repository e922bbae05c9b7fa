use pyramidion::prelude::*;

#[views]
async fn show(request: Request) -> String {
    request.path().into_owned()
}

fn main() {}
