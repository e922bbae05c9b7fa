use pyramidion::prelude::*;

#[synchronize]
async extern "C" fn load(id: u64) -> u64 {
    id
}

fn main() {}
