use pyramidion::prelude::*;

#[use_executor]
fn hash<'a>(text: std::borrow::Cow<'a, str>) -> usize {
    text.len()
}

fn main() {}
