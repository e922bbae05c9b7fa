use pyramidion::prelude::*;

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = home::path(7);
}
