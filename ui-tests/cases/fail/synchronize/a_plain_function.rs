use pyramidion::prelude::*;

#[synchronize]
fn load(id: u64) -> u64 {
    id
}

fn main() {
    load(7);
}
