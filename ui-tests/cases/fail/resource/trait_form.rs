use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Resource for Folder {}

fn main() {
    let _ = AnyResource::new(Folder);
}
