use pyramidion::prelude::*;

#[view(path = "/")]
pub(crate) trait Home {}

fn main() {}
