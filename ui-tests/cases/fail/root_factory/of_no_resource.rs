use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory]
async fn root() -> u64 {
    7
}

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &root {};
}
