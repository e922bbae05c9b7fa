use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Folder {
    fn title(&self) -> &'static str {
        "Folder"
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
