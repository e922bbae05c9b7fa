use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory(mapper = inline)]
async fn root() -> Root {
    Root
}

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &root {};
}
