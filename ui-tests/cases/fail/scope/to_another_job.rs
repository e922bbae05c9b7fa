use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


fn home(request: SyncRequest<'_>) -> u64 {
    request.scope().wait(spawn_blocking_scope(move || request.wait(load(7))))
}

fn main() {}
