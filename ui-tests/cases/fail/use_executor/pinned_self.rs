use pyramidion::prelude::*;

#[derive(Clone)]
struct Hasher;

impl Hasher {
    #[use_executor]
    fn hash(self: std::pin::Pin<&mut Self>, text: String) -> usize {
        text.len()
    }
}

fn main() {}
