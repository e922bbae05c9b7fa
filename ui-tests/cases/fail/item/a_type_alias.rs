use pyramidion::prelude::*;

#[view(path = "/")]
type Home = String;

fn main() {}
