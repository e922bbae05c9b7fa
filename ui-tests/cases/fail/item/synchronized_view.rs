use pyramidion::prelude::*;

#[view(path = "/")]
#[synchronize]
async fn home() -> &'static str {
    "home"
}

fn main() {}
