use pyramidion::prelude::*;

struct Hasher;

impl Hasher {
    #[use_executor]
    fn hash(&self, text: String) -> usize {
        text.len()
    }

    #[use_executor]
    fn reset(&mut self) {}
}

fn main() {}
