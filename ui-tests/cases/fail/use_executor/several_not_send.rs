use pyramidion::prelude::*;

#[use_executor]
fn hash(text: std::rc::Rc<str>, mut more: std::cell::Cell<&'static str>, other: *const u8) -> std::rc::Rc<str> {
    drop((more.get_mut(), other));
    text
}

fn main() {}
