use pyramidion::prelude::*;

#[use_executor]
fn hash(text: String) -> std::rc::Rc<str> {
    text.into()
}

fn main() {}
