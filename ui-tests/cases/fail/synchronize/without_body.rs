use pyramidion::prelude::*;

trait Store {
    #[synchronize]
    async fn load(&self, id: u64) -> u64;
}

fn main() {}
