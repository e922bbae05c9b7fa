use pyramidion::prelude::*;

#[resource]
struct Root;

#[root_factory]
fn root() -> Result<u64, std::io::Error> {
    Ok(7)
}

fn main() {
    let _: &dyn pyramidion::traversal::RootFactory = &root {};
}
