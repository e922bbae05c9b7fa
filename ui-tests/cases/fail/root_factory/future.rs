use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory]
fn root() -> impl Future<Output = Root> {
    std::future::ready(Root)
}

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &root {};
}
