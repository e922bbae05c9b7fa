use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource]
impl Folder {
    async fn item(&self, _: &str) -> Result<Option<Page>, u64> {
        Ok(Some(Page))
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
