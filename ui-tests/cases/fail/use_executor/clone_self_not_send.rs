use pyramidion::prelude::*;

#[derive(Clone)]
struct Hasher(std::rc::Rc<str>);

impl Hasher {
    #[use_executor(clone_self)]
    fn hash(&self, text: String) -> usize {
        self.0.len() + text.len()
    }
}

fn main() {}
