use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Folder {
    fn acl(&self, _: &Request) -> pyramidion::acl::Acl {
        pyramidion::acl::Acl::from([])
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
