use pyramidion::prelude::*;

#[view(path = "/")]
static HOME: &str = "home";

fn main() {}
