use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory]
fn root<T>() -> Root {
    Root
}

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &root {};
}
