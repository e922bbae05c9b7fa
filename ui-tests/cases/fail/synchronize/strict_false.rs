use pyramidion::prelude::*;

#[synchronize(strict = false)]
async fn load(id: u64) -> u64 {
    id
}

fn main() {
    load(7);
}
