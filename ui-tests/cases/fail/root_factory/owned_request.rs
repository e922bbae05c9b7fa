use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory]
async fn root(_: Request) -> Root {
    Root
}

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &root {};
}
