use pyramidion::prelude::*;

#[view(path = "/")]
async fn home(&self) -> &'static str {
    "home"
}

fn main() {}
