use pyramidion::prelude::*;

fn home(scope: &SyncScope<'_>) -> usize {
    let text = std::rc::Rc::new("text");
    scope.wait(async { text.len() })
}

fn main() {}
