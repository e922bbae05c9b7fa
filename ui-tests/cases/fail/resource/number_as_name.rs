use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource]
impl Folder {
    fn item(&self, _: u64) -> Option<Page> {
        Some(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
