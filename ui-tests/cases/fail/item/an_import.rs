use pyramidion::prelude::*;

#[view(path = "/")]
pub use std::fmt::Display;

fn main() {}
