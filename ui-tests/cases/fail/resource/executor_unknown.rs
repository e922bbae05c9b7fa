use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource(executor = DISK)]
impl Folder {
    fn item(&self, _: &str) -> Option<Page> {
        Some(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
