use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource(mapper = inline, executor = pyramidion::executor::DEFAULT)]
impl Folder {
    fn item(&self, _: &str) -> Option<Page> {
        Some(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
