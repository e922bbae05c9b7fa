use pyramidion::prelude::*;

struct Folder;

trait Listed {
    fn list(&self) {}
}

impl Resource for Folder {}

#[resource]
impl Listed for Folder {}

fn main() {
    let _ = AnyResource::new(Folder);
}
