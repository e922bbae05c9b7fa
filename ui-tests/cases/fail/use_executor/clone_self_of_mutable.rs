use pyramidion::prelude::*;

#[derive(Clone)]
struct Hasher;

impl Hasher {
    #[use_executor(clone_self)]
    fn hash(&mut self, text: String) -> usize {
        text.len()
    }
}

fn main() {}
