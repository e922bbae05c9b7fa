use pyramidion::prelude::*;

#[synchronize]
async fn load(id: u64) -> u64 {
    id.to_string()
}

fn main() {}
