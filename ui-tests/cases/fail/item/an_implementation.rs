use pyramidion::prelude::*;

#[synchronize]
impl Home {}

struct Home;

fn main() {}
