use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource]
impl Folder {
    fn item(&self, _: &str) -> Result<Page, std::io::Error> {
        Ok(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
