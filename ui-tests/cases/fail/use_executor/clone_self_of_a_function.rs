use pyramidion::prelude::*;

#[use_executor(clone_self)]
fn hash(text: String) -> usize {
    text.len()
}

fn main() {}
