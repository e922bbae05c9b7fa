use pyramidion::prelude::*;

#[derive(Clone)]
struct Hasher(std::rc::Rc<str>);

impl Hasher {
    #[use_executor]
    fn hash(self, text: String) -> usize {
        self.0.len() + text.len()
    }
}

fn main() {}
