use pyramidion::prelude::*;

#[resource]
struct Page;

struct Folder;

#[resource]
impl Folder {
    async fn item(&self, name: &str) -> Option<Page> {
        let name = std::rc::Rc::new(name.to_owned());
        std::future::ready(()).await;
        (*name == "page").then_some(Page)
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
