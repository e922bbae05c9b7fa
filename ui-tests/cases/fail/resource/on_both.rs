use pyramidion::prelude::*;

#[resource]
struct Page;

#[resource]
struct Folder;

#[resource]
impl Folder {
    async fn item(&self, _: &str) -> Option<Page> {
        Some(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
