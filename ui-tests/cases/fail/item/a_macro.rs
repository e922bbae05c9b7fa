use pyramidion::prelude::*;

#[tween]
macro_rules! home {
    () => {};
}

fn main() {}
