use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


fn home(scope: &SyncScope<'_>) {
    std::thread::scope(|threads| {
        threads.spawn(|| scope.wait(load(7)));
    });
}

fn main() {}
