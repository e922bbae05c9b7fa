use pyramidion::prelude::*;

#[resource]
struct Folder(std::cell::RefCell<u64>);

fn main() {
    let _ = AnyResource::new(Folder(7.into()));
}
