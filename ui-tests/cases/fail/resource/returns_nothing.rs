use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Folder {
    async fn item(&self, _: &str) {}
}

fn main() {
    let _ = AnyResource::new(Folder);
}
