use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource(mapper = inlined)]
impl Folder {
    fn item(&self, _: &str) -> Option<Page> {
        Some(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
