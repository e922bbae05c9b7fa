use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Folder {
    async fn item(&self, _: &str) -> Option<u64> {
        Some(7)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
