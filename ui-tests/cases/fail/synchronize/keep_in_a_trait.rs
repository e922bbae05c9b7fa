use pyramidion::prelude::*;

trait Load {
    fn load(&self, id: u64) -> u64;
}

struct Store;

impl Load for Store {
    #[synchronize(keep = load_async)]
    async fn load(&self, id: u64) -> u64 {
        id
    }
}

fn main() {
    Store.load(7);
}
