use pyramidion::prelude::*;

#[use_executor]
unsafe fn hash(text: String) -> usize {
    text.len()
}

fn main() {}
