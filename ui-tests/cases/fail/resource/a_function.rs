use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

impl Resource for Folder {}

#[resource]
async fn item(_: &str) -> Option<Page> {
    Some(Page)
}

fn main() {
    let _ = AnyResource::new(Folder);
}
