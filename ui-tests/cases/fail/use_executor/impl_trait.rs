use pyramidion::prelude::*;

#[use_executor]
fn hash(text: impl ToString) -> usize {
    text.to_string().len()
}

fn main() {}
