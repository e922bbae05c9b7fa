use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource]
impl Folder {
    async fn item(&self, _: &str) -> Option<Page> {
        Some(Page)
    }

    fn __acl__(&self) -> pyramidion::acl::Acl {
        pyramidion::acl::Acl::from([])
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
