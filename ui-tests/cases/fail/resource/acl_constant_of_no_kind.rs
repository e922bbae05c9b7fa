use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Folder {
    const ACL: u64 = 7;
}

fn main() {
    let _ = AnyResource::new(Folder);
}
