use pyramidion::prelude::*;

#[resource]
struct Root;

struct Site;

impl Site {
    #[root_factory]
    fn root(&self) -> Root {
        Root
    }
}

fn main() {
    let _ = Site.root();
}
