use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory]
fn root(_: &Request, _: u64) -> Root {
    Root
}

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &root {};
}
