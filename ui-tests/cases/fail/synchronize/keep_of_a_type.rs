use pyramidion::prelude::*;

struct Store;

impl Store {
    #[synchronize(keep = load_async)]
    async fn load(id: u64) -> u64 {
        id
    }
}

fn main() {
    Store::load(7);
}
