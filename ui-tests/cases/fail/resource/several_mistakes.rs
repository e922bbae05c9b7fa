use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource]
impl Folder {
    async fn item(&mut self, _: String) -> Option<Page> {
        Some(Page)
    }

    fn acl(self) {}
}

fn main() {
    let _ = AnyResource::new(Folder);
}
