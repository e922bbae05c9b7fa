use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory]
async fn root() -> Root {
    let count = std::rc::Rc::new(1);
    std::future::ready(()).await;
    drop(count);
    Root
}

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &root {};
}
