use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource]
impl Folder {
    fn __getitem__(&self, _: &str) -> Option<Page> {
        Some(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
