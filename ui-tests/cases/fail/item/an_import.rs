use pyramidion::prelude::*;

#[view(path = "/")]
use std::fmt::Display;

fn main() {}
