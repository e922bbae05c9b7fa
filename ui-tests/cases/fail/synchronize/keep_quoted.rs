use pyramidion::prelude::*;

#[synchronize(keep = "load_async")]
async fn load(id: u64) -> u64 {
    id
}

fn main() {}
