use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


async fn helper(scope: &SyncScope<'_>) -> u64 {
    scope.wait(load(7))
}

fn home(scope: &SyncScope<'_>) {
    tokio::spawn(helper(scope));
}

fn main() {}
