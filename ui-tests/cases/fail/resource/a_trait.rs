use pyramidion::prelude::*;

struct Folder;

#[resource]
trait Folders {}

impl Resource for Folder {}

fn main() {
    let _ = AnyResource::new(Folder);
}
