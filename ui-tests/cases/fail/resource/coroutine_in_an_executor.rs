use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource(executor = pyramidion::executor::DEFAULT)]
impl Folder {
    async fn item(&self, _: &str) -> Option<Page> {
        Some(Page)
    }

    async fn acl(&self) -> pyramidion::acl::Acl {
        pyramidion::acl::Acl::from([])
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
