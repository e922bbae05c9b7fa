use pyramidion::prelude::*;

struct Folder;

fn main() {
    let _ = AnyResource::new(Folder);
}
