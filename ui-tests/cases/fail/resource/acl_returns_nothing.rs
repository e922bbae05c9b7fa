use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Folder {
    fn acl(&self) {}
}

fn main() {
    let _ = AnyResource::new(Folder);
}
