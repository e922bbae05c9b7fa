use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


fn twice(scope: &SyncScope<'_>) -> u64 {
    scope.wait(async { scope.wait(load(7)) })
}

fn main() {}
