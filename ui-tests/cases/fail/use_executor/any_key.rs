use pyramidion::prelude::*;

#[use_executor(keep = hash_sync)]
fn hash(text: String) -> usize {
    text.len()
}

fn main() {}
