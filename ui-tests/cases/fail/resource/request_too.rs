use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource]
impl Folder {
    async fn item(&self, _: &str, _: &Request) -> Option<Page> {
        Some(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
