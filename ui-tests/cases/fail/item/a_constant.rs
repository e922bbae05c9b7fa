use pyramidion::prelude::*;

#[view(path = "/")]
const HOME: &str = "home";

fn main() {}
