use pyramidion::prelude::*;

#[resource(mapper = inline)]
struct Folder;

fn main() {
    let _ = AnyResource::new(Folder);
}
