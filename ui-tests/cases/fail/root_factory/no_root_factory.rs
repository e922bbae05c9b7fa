use pyramidion::prelude::*;

#[resource]
struct Root;

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &Root;
}
