use pyramidion::prelude::*;

#[use_executor]
const fn hash(text: String) -> usize {
    text.len()
}

fn main() {}
