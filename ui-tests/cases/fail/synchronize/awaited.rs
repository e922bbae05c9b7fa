use pyramidion::prelude::*;

#[synchronize]
async fn load(id: u64) -> u64 {
    id
}

async fn caller() -> u64 {
    load(7).await
}

fn main() {
    drop(caller());
}
