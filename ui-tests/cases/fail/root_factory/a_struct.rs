use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory]
struct Site;

fn main() {}
