use pyramidion::prelude::*;

#[use_executor]
fn hash<T: ToString + Send>(text: T) -> usize {
    text.to_string().len()
}

fn main() {}
