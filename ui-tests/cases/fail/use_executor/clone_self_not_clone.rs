use pyramidion::prelude::*;

struct Hasher;

impl Hasher {
    #[use_executor(clone_self)]
    fn hash(&self, text: String) -> usize {
        text.len()
    }
}

fn main() {}
