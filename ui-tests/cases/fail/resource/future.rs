use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource]
impl Folder {
    fn item(&self, _: &str) -> impl Future<Output = Option<Page>> {
        std::future::ready(Some(Page))
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
