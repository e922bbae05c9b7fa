use pyramidion::prelude::*;

fn load(id: u64) -> u64 {
    id
}

fn home(scope: &SyncScope<'_>) -> u64 {
    scope.wait(load(7))
}

fn main() {}
