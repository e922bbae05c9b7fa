use pyramidion::prelude::*;

#[synchronize(keep = 7)]
async fn load(id: u64) -> u64 {
    id
}

fn main() {
    let _: u64 = load(7);
}
