use pyramidion::prelude::*;

#[view(path = "/")]
mod home {}

fn main() {}
