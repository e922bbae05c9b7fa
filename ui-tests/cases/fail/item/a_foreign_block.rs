use pyramidion::prelude::*;

#[use_executor]
extern "C" {}

fn main() {}
