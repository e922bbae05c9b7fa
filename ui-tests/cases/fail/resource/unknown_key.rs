use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource(name = "folder")]
impl Folder {
    async fn item(&self, _: &str) -> Option<Page> {
        Some(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
