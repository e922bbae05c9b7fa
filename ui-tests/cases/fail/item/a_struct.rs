use pyramidion::prelude::*;

#[view(path = "/")]
struct Home {
    title: String,
}

fn main() {}
