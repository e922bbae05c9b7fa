use pyramidion::prelude::*;

#[use_executor]
fn hash<T: ToString>(text: T) -> usize {
    text.to_string().len()
}

fn main() {}
