use pyramidion::prelude::*;

#[tween]
#[macro_export]
macro_rules! home {
    () => {};
}

fn main() {}
