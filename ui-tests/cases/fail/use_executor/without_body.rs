use pyramidion::prelude::*;

trait Hasher {
    #[use_executor]
    fn hash(self, text: String) -> usize;
}

fn main() {}
