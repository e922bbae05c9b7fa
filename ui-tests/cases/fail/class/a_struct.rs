use pyramidion::prelude::*;

#[views]
struct Articles {
    request: Request,
}

fn main() {}
