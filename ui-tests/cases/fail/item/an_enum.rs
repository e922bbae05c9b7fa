use pyramidion::prelude::*;

#[view(path = "/")]
enum Home {
    Page,
}

fn main() {}
