use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Folder {
    fn acl(&self) -> u64 {
        7
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
