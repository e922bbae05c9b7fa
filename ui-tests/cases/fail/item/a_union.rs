use pyramidion::prelude::*;

#[tween]
union Home {
    number: u32,
}

fn main() {}
