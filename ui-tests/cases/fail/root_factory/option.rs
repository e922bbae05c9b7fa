use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory]
fn root() -> Option<Root> {
    Some(Root)
}

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &root {};
}
