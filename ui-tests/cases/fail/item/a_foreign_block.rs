use pyramidion::prelude::*;

#[use_executor]
unsafe extern "C" {}

fn main() {}
