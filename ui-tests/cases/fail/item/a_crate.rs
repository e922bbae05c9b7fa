use pyramidion::prelude::*;

#[view(path = "/")]
extern crate std as standard;

fn main() {}
