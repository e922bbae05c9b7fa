use pyramidion::prelude::*;

#[use_executor]
fn hash<'a>(text: String) -> std::borrow::Cow<'a, str> {
    text.into()
}

fn main() {}
