use pyramidion::prelude::*;

#[synchronize]
async unsafe fn load(id: u64) -> u64 {
    id
}

fn main() {}
