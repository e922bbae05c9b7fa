use pyramidion::prelude::*;

struct Folder;

#[resource]
impl Folder {
    async fn item<T: Resource + Default>(&self, _: &str) -> Option<T> {
        Some(T::default())
    }
}

fn main() {
    let _ = AnyResource::new(Folder);
}
