use pyramidion::prelude::*;

#[synchronize(kep = load_async)]
async fn load(id: u64) -> u64 {
    id
}

fn main() {
    load(7);
}
