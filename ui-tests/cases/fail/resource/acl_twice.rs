use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Folder {
    const ACL: [pyramidion::acl::Ace; 0] = [];

    fn acl(&self) -> pyramidion::acl::Acl {
        pyramidion::acl::Acl::from(Self::ACL)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
