use pyramidion::prelude::*;

#[derive(Clone, Debug)]
struct Hasher;

impl Hasher {
    #[use_executor(clone_self)]
    fn hash(&self) -> String {
        format!("{self:?}")
    }
}

fn main() {}
