use pyramidion::prelude::*;

#[use_executor]
fn hash<'a>(text: impl ToString + Send + 'a) -> usize {
    text.to_string().len()
}

fn main() {}
